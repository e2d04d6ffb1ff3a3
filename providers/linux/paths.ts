/** Directory of what Moorage keeps on a machine. */
export const STATE_DIRECTORY = "/var/lib/moorage";

/** The machine's identity. */
export const HOST_ID_FILE = `${STATE_DIRECTORY}/host-id`;

/** There while an installation of ours is under way, and after one that was interrupted. */
export const UNFINISHED_INSTALL_FILE = `${STATE_DIRECTORY}/unfinished-install`;

/** Held by whoever changes the machine. Under /run, so that a reboot clears it. */
export const LOCK_FILE = "/run/moorage.lock";

/** The engine's settings. */
export const DAEMON_JSON = "/etc/docker/daemon.json";

/** Log of an engine that was started without an init system. */
export const ENGINE_LOG = "/var/log/moorage-dockerd.log";

/** Where dockerd itself notes its process id. */
export const ENGINE_PID_FILE = "/var/run/docker.pid";
