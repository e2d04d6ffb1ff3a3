package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// watchMemory sends the most memory that all below this process had at once, in KiB.
func watchMemory(stop <-chan struct{}, peak chan<- int64) {
	var most int64
	for {
		select {
		case <-stop:
			peak <- most
			return
		case <-time.After(pause):
			most = max(most, memoryOf(below(os.Getpid())))
		}
	}
}

// below lists the processes that have a process as their parent, and those below them.
func below(root int) []int {
	children := map[int][]int{}
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		// The name in parentheses may hold anything; after it come the state and the parent.
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) > 1 {
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], pid)
		}
	}
	all := children[root]
	for next := 0; next < len(all); next++ {
		all = append(all, children[all[next]]...)
	}
	return all
}

// memoryOf sums up what each of some processes has for itself, and what several of them have of a file once: neither is
// it theirs alone, nor does it matter who else on the machine has it.
func memoryOf(pids []int) (kibibytes int64) {
	shared := map[string]int64{}
	for _, pid := range pids {
		smaps, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps", pid))
		file := ""
		for _, line := range strings.Split(string(smaps), "\n") {
			fields := strings.Fields(line)
			if len(fields) < 2 {
				continue
			}
			if !strings.HasSuffix(fields[0], ":") {
				file = mapping(fields)
				continue
			}
			size, _ := strconv.ParseInt(fields[1], 10, 64)
			switch fields[0] {
			case "Private_Clean:", "Private_Dirty:":
				kibibytes += size
			case "Shared_Clean:", "Shared_Dirty:":
				shared[fields[0]+file] = max(shared[fields[0]+file], size)
			}
		}
	}
	for _, size := range shared {
		kibibytes += size
	}
	return kibibytes
}

// mapping names what is mapped, from a line such as `7f00-7f10 r-xp 00001000 08:01 1234 /usr/bin/node`; what is of no
// file is named by its addresses, which are the same in those who share it after a fork.
func mapping(fields []string) string {
	if len(fields) < 5 || fields[4] == "0" {
		return fields[0]
	}
	return strings.Join(fields[2:5], " ")
}
