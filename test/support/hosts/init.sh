#!/bin/sh
# First process of a throwaway host: on the first start it takes over what the test chose, then it becomes
# systemd, or sshd where there is no init system.
set -eu
keys=/etc/ssh/ssh_host

# Without --privileged these are read-only. `bind`, because the mount itself is busy.
for mount in /sys /sys/fs/cgroup /sys/fs/cgroup/*; do
  [ -d "$mount" ] && mount -o remount,bind,rw "$mount" 2>/dev/null || :
done

if [ ! -e ${keys}_ed25519_key ]; then
  for type in ed25519 ecdsa; do
    ssh-keygen -q -t $type -N '' -C '' -f ${keys}_${type}_key
  done
  printf '%s\n' "$TEST_SSHD_CONFIG" >/etc/ssh/sshd_config.d/10-test.conf
  printf '%s\n' "$TEST_PASSWORDS" | chpasswd
  for home in /root /home/*; do
    install -d -m 0700 "$home/.ssh"
    printf '%s\n' "$TEST_AUTHORIZED_KEY" >"$home/.ssh/authorized_keys"
    chmod 0600 "$home/.ssh/authorized_keys"
    chown -R --reference="$home" "$home/.ssh"
  done
fi

mkdir -p /run/sshd
clean="env -i container=docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
[ ! -x /sbin/init ] || exec $clean /sbin/init
exec $clean /usr/sbin/sshd -D -E /var/log/sshd.log
