// A provider of notes, as a third party would write it on Pulumi's Go SDK. A note lives nowhere but in the state.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

type notes struct{ plugin.UnimplementedProvider }

func (*notes) Pkg() tokens.Package { return "notes" }

func (*notes) CheckConfig(_ context.Context, req plugin.CheckConfigRequest) (plugin.CheckConfigResponse, error) {
	return plugin.CheckConfigResponse{Properties: req.News}, nil
}

func (*notes) DiffConfig(context.Context, plugin.DiffConfigRequest) (plugin.DiffConfigResponse, error) {
	return plugin.DiffResult{Changes: plugin.DiffNone}, nil
}

func (*notes) Configure(context.Context, plugin.ConfigureRequest) (plugin.ConfigureResponse, error) {
	return plugin.ConfigureResponse{}, nil
}

func (*notes) Check(_ context.Context, req plugin.CheckRequest) (plugin.CheckResponse, error) {
	if _, has := req.News["text"]; !has {
		return plugin.CheckResponse{Failures: []plugin.CheckFailure{{Property: "text", Reason: "a note needs a text"}}}, nil
	}
	return plugin.CheckResponse{Properties: req.News}, nil
}

func (*notes) Diff(_ context.Context, req plugin.DiffRequest) (plugin.DiffResponse, error) {
	diff := req.OldInputs.Diff(req.NewInputs)
	if diff == nil {
		return plugin.DiffResult{Changes: plugin.DiffNone}, nil
	}
	result := plugin.DiffResult{Changes: plugin.DiffSome, ChangedKeys: diff.ChangedKeys()}
	if diff.Changed("title") {
		result.ReplaceKeys = []resource.PropertyKey{"title"}
	}
	return result, nil
}

func (*notes) Create(_ context.Context, req plugin.CreateRequest) (plugin.CreateResponse, error) {
	id := resource.ID("note-" + req.URN.Name())
	if req.Preview {
		id = ""
	}
	return plugin.CreateResponse{ID: id, Properties: outputs(req.Properties)}, nil
}

func (*notes) Update(_ context.Context, req plugin.UpdateRequest) (plugin.UpdateResponse, error) {
	return plugin.UpdateResponse{Properties: outputs(req.NewInputs)}, nil
}

func (*notes) Read(_ context.Context, req plugin.ReadRequest) (plugin.ReadResponse, error) {
	return plugin.ReadResponse{ReadResult: plugin.ReadResult{ID: req.ID, Inputs: req.Inputs, Outputs: req.State}}, nil
}

func (*notes) Delete(context.Context, plugin.DeleteRequest) (plugin.DeleteResponse, error) {
	return plugin.DeleteResponse{}, nil
}

func outputs(inputs resource.PropertyMap) resource.PropertyMap {
	state := inputs.Copy()
	text := state["text"]
	if text.IsString() {
		state["loud"] = resource.NewProperty(strings.ToUpper(text.StringValue()))
	}
	return state
}

func main() {
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(server, plugin.NewProviderServer(&notes{}))
			return nil
		},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(handle.Port)
	if err := <-handle.Done; err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
