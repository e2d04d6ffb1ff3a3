module moorage-bench-swap

go 1.22
