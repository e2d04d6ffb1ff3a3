module moorage-bench-meter

go 1.22
