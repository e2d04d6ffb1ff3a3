// Runs a command and tells what it took, itself and all that it started, as JSON in a file.
//
//	meter REPORT time|memory COMMAND [ARGUMENT...]
//
// What outlives its parent is adopted and waited for: Compose leaves its ssh processes to end by themselves, and their
// work is its own. Memory is looked at again and again, which takes time: so a run tells either one or the other.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

const (
	setChildSubreaper = 36
	pause             = 20 * time.Millisecond
	// How long those have to end who outlive the command.
	patience = 5 * time.Second
)

type report struct {
	Seconds       float64 `json:"seconds"`
	CPUSeconds    float64 `json:"cpuSeconds"`
	PeakMebibytes float64 `json:"peakMebibytes"`
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: meter REPORT time|memory COMMAND [ARGUMENT...]")
		os.Exit(2)
	}
	code, err := measure(os.Args[1], os.Args[2] == "memory", os.Args[3:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "meter:", err)
		os.Exit(2)
	}
	os.Exit(code)
}

func measure(file string, memory bool, argv []string) (int, error) {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		return 0, fmt.Errorf("adopting orphans: %w", errno)
	}
	// A Ctrl-C is for the command, whose end is this program's.
	signal.Ignore(os.Interrupt)
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	child, err := os.StartProcess(path, argv, &os.ProcAttr{Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}})
	if err != nil {
		return 0, err
	}
	stop, peak := make(chan struct{}), make(chan int64)
	if memory {
		go watchMemory(stop, peak)
	}
	var found report
	var status syscall.WaitStatus
	found.CPUSeconds, status = reap(child.Pid, func() { found.Seconds = time.Since(begun).Seconds() })
	if memory {
		close(stop)
		found.PeakMebibytes = float64(<-peak) / 1024
	}
	text, err := json.Marshal(found)
	if err != nil {
		return 0, err
	}
	if status.Signaled() {
		return 128 + int(status.Signal()), os.WriteFile(file, text, 0o600)
	}
	return status.ExitStatus(), os.WriteFile(file, text, 0o600)
}

// reap waits for the command, and for a while for those who outlive it; it sums up their processor time.
func reap(pid int, ended func()) (cpuSeconds float64, status syscall.WaitStatus) {
	var deadline time.Time
	for {
		var each syscall.WaitStatus
		var usage syscall.Rusage
		options := 0
		if !deadline.IsZero() {
			options = syscall.WNOHANG
		}
		reaped, err := syscall.Wait4(-1, &each, options, &usage)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return cpuSeconds, status // nobody is left
		case reaped == 0 && time.Now().After(deadline):
			return cpuSeconds, status
		case reaped == 0:
			time.Sleep(pause)
			continue
		}
		cpuSeconds += time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
		if reaped == pid {
			ended()
			status, deadline = each, time.Now().Add(patience)
		}
	}
}
