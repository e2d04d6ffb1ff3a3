// What the downtime of a swap is measured with, as one static program: a web server that ends at once when it is asked
// to, and a client that asks one every few milliseconds and writes down what became of each request.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

const (
	pollEvery = 10 * time.Millisecond
	giveUp    = time.Second
)

// Poll is one request. Times are in milliseconds; the first one counts from the start of the client.
type Poll struct {
	At     float64 `json:"at"`
	Took   float64 `json:"took"`
	Answer string  `json:"answer,omitempty"`
	Error  string  `json:"error,omitempty"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if len(os.Args) == 3 && os.Args[1] == "poll" {
		poll(ctx, os.Args[2])
		return
	}
	if err := serve(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers with $VERSION until it is asked to end.
func serve(ctx context.Context) error {
	version := os.Getenv("VERSION")
	server := &http.Server{Addr: ":80", Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, version)
	})}
	go func() {
		<-ctx.Done()
		// What is being answered is answered; then it ends.
		_ = server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// poll asks on time whatever became of the requests before, each over a connection of its own.
func poll(ctx context.Context, url string) {
	transport := &http.Transport{DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: giveUp}
	began := time.Now()
	var lock sync.Mutex
	var all sync.WaitGroup
	lines := json.NewEncoder(os.Stdout)
	ask := func() {
		defer all.Done()
		at := time.Since(began)
		answer, err := get(client, url)
		result := Poll{At: milliseconds(at), Took: milliseconds(time.Since(began) - at), Answer: answer}
		if err != nil {
			result.Error = err.Error()
		}
		lock.Lock()
		defer lock.Unlock()
		_ = lines.Encode(result)
	}
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			all.Wait()
			return
		case <-ticker.C:
			all.Add(1)
			go ask()
		}
	}
}

func get(client *http.Client, url string) (string, error) {
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	return string(body), err
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration.Microseconds()) / 1000
}
