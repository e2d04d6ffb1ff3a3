#!/bin/sh
# First process of a Sandbox: makes its host key on the first start, then becomes systemd, or sshd where there is no
# init system.
set -eu

# Without --privileged these are read-only. `bind`, because the mount itself is busy.
for mount in /sys /sys/fs/cgroup /sys/fs/cgroup/*; do
  [ -d "$mount" ] && mount -o remount,bind,rw "$mount" 2>/dev/null || :
done

key=/etc/ssh/ssh_host_ed25519_key
[ -s $key.pub ] || { rm -f $key; ssh-keygen -q -t ed25519 -N '' -C '' -f $key; }

mkdir -p /run/sshd
clean="env -i container=docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
[ ! -x /sbin/init ] || exec $clean /sbin/init
exec $clean /usr/sbin/sshd -D -e
