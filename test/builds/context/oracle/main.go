// Says which paths of a tree Docker's own libraries send to a build, for each case on standard input.
// To make the cases anew: go run . < ../ignore-cases.json > new.json && mv new.json ../ignore-cases.json
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing/fstest"

	"github.com/moby/patternmatcher/ignorefile"
	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

type testCase struct {
	Why    string   `json:"why"`
	Ignore string   `json:"ignore"`
	Tree   []string `json:"tree"`
	Sent   []string `json:"sent,omitempty"`
	// Whether Docker refuses the file.
	IsRefused bool `json:"isRefused,omitempty"`
}

type tree struct{ fstest.MapFS }

func (t tree) Open(path string) (io.ReadCloser, error) { return t.MapFS.Open(path) }

func (t tree) Walk(_ context.Context, _ string, visit fs.WalkDirFunc) error {
	return fs.WalkDir(t.MapFS, ".", func(path string, entry fs.DirEntry, err error) error {
		if path == "." || err != nil {
			return err
		}
		stat := &types.Stat{Path: path}
		if entry.IsDir() {
			stat.Mode = uint32(fs.ModeDir)
		}
		return visit(path, &fsutil.DirEntryInfo{Stat: stat}, nil)
	})
}

func sent(c testCase) ([]string, error) {
	patterns, err := ignorefile.ReadAll(strings.NewReader(c.Ignore))
	if err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	for _, path := range c.Tree {
		if name, isFolder := strings.CutSuffix(path, "/"); isFolder {
			files[name] = &fstest.MapFile{Mode: fs.ModeDir}
		} else {
			files[path] = &fstest.MapFile{}
		}
	}
	filtered, err := fsutil.NewFilterFS(tree{files}, &fsutil.FilterOpt{ExcludePatterns: patterns})
	if err != nil {
		return nil, err
	}
	paths := []string{}
	err = filtered.Walk(context.Background(), "/", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() {
			path += "/"
		}
		paths = append(paths, path)
		return err
	})
	return paths, err
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	for i := range cases {
		paths, err := sent(cases[i])
		cases[i].Sent, cases[i].IsRefused = paths, err != nil
	}
	// One case a line, so that a change of one is a change of its line.
	lines := []string{}
	for _, each := range cases {
		var line strings.Builder
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(each); err != nil {
			panic(err)
		}
		lines = append(lines, strings.TrimSpace(line.String()))
	}
	fmt.Printf("[\n%s\n]\n", strings.Join(lines, ",\n"))
}
