# Asks the test for a provider of its own, tells the engine its port, and lives as long as both want it.
exec 3<>"/dev/tcp/127.0.0.1/$LAB_PORT"
echo "$LAB_KEY ${0##*/pulumi-resource-}" >&3
read -r port <&3
echo "$port"
while read -r _ <&3; do :; done
