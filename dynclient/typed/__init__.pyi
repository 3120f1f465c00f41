"""The types of the bundled document's operations, as type checkers and editors see them.

Made by `python -m dynclient stubs --bundled`; a test fails when it has to be made again.
"""
# ruff: noqa
# fmt: off

from collections.abc import Coroutine, Mapping
from typing import Any, Generic, Literal, Required, TypeAlias, TypedDict, TypeVar, Unpack, overload

from dynclient.typed._base import (
    AsyncStreamOf,
    Base64,
    Content,
    Date,
    Duration,
    Filter,
    Items,
    ListOf,
    MapOf,
    StreamOf,
    Text,
    Time,
    Typed,
)
from dynclient.client.aio import AsyncClient as _AsyncClient
from dynclient.api.model.operation import Operation
from dynclient.client.client import Client as _Client
from dynclient.api.answer.result import Result
from dynclient.api.answer.archive import Archive
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output
from dynclient.client.async_archive import AsyncArchive
from dynclient.client.opening import Opening
from dynclient.client.streams import AsyncDuplex, AsyncStream, Duplex, Stream

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")
_O = TypeVar("_O")

ContainerListFiltersDict = TypedDict(
    "ContainerListFiltersDict",
    {
        "ancestor": Filter | None,
        "before": Filter | None,
        "exited": Filter | None,
        "expose": Filter | None,
        "health": Filter | None,
        "id": Filter | None,
        "is-task": Filter | None,
        "isolation": Filter | None,
        "label": Filter | None,
        "name": Filter | None,
        "network": Filter | None,
        "publish": Filter | None,
        "since": Filter | None,
        "status": Filter | None,
        "volume": Filter | None,
    },
    total=False,
)

class HealthConfigDict(TypedDict, total=False):
    Test: Items[Text] | None
    """The first item says how: `CMD` runs the items after it as program and arguments, `CMD-SHELL` the second by the container's shell, `NONE` turns off the image's …"""
    Interval: Duration | None
    """Nanoseconds from the end of a check to the next, and to the first one."""
    Timeout: Duration | None
    """Nanoseconds that a check may take; then it is killed and has failed, with exit code -1."""
    Retries: int | None
    """After how many failures in a row the container is `unhealthy`; one success makes it `healthy` again."""
    StartPeriod: Duration | None
    """Nanoseconds after the start in which failures do not count, though a success ends the period."""
    StartInterval: Duration | None
    """Nanoseconds between checks as long as StartPeriod lasts, to notice early that it is ready."""

class HostConfigDict(TypedDict, total=False):
    CpuShares: int | None
    """Weight of the container when CPUs are scarce; 0 is the kernel's own, 1024."""
    Memory: int | None
    """Memory limit in bytes, 6 MiB (6291456) or more; 0 for all there is."""
    CgroupParent: Text | None
    """Control group to make the container's in: a path such as `/shop`, or a slice such as `shop.slice` where systemd manages them."""
    BlkioWeight: int | None
    """Share of disk time against other containers, 10 to 1000; 0 leaves it to the kernel."""
    BlkioWeightDevice: Items[HostConfigBlkioWeightDeviceDict] | None
    """Shares of disk time for single devices, in place of BlkioWeight there."""
    BlkioDeviceReadBps: Items[ThrottleDeviceDict] | None
    """How many bytes it may read from a device in a second, one entry for each device."""
    BlkioDeviceWriteBps: Items[ThrottleDeviceDict] | None
    """How many bytes it may write to a device in a second, one entry for each device."""
    BlkioDeviceReadIOps: Items[ThrottleDeviceDict] | None
    """How many read operations a second it may do on a device, one entry for each device."""
    BlkioDeviceWriteIOps: Items[ThrottleDeviceDict] | None
    """How many write operations a second it may do on a device, one entry for each device."""
    CpuPeriod: int | None
    """Length in microseconds of the interval that CpuQuota is for, 1000 to 1000000; 0 is the kernel's 100000."""
    CpuQuota: int | None
    """Microseconds of CPU time in each CpuPeriod, over all CPUs: 50000 of 100000 is half of one."""
    CpuRealtimePeriod: int | None
    """Interval in microseconds for CpuRealtimeRuntime."""
    CpuRealtimeRuntime: int | None
    """Microseconds in each CpuRealtimePeriod for real-time processes, at most that period."""
    CpusetCpus: Text | None
    """CPUs it may run on, counted from 0: `0-3`, `0,2`."""
    CpusetMems: Text | None
    """Memory nodes it may use, written like CpusetCpus, for hosts with several (NUMA)."""
    Devices: Items[DeviceMappingDict] | None
    """Devices of the host to let in."""
    DeviceCgroupRules: Items[Text] | None
    """Rights for kinds of devices, also ones plugged in later: type (`c`, `b` or `a`), `major:minor` with `*` for any, rights of `rwm`."""
    DeviceRequests: Items[DeviceRequestDict] | None
    """GPUs and the like, which a driver on the host picks and sets up."""
    KernelMemoryTCP: int | None
    """Bytes of kernel memory for TCP buffers."""
    MemoryReservation: int | None
    """Bytes to which the kernel pushes it back when memory is short on the host; a soft limit, below Memory and from 6 MiB on."""
    MemorySwap: int | None
    """Bytes of memory and swap together, so at least Memory, which has to be set too."""
    MemorySwappiness: int | None
    """How readily the kernel swaps out, 0 (hardly) to 100."""
    NanoCpus: int | None
    """How many CPUs it may use, in billionths: 1500000000 is one and a half."""
    OomKillDisable: bool | None
    """True: out of memory, processes wait instead of being ended, which without a Memory limit can hang the host. cgroup v2 drops it."""
    Init: bool | None
    """True: run a small init as PID 1, which passes signals on and clears up after orphaned children."""
    PidsLimit: int | None
    """Most processes and threads inside at a time."""
    Ulimits: Items[HostConfigUlimitsDict] | None
    """Limits for each process by itself, over those that the engine sets for all containers."""
    CpuCount: int | None
    """Windows only: how many CPUs it may use; goes before CpuShares and CpuPercent."""
    CpuPercent: int | None
    """Windows only: percentage of the host's CPU time, 1 to 100, if neither CpuCount nor CpuShares is set."""
    IOMaximumIOps: int | None
    """Windows only: most operations a second on the system drive."""
    IOMaximumBandwidth: int | None
    """Windows only: most bytes a second to and from the system drive."""
    Binds: Items[Text] | None
    """Mounts in the short form `source:target[:options]`."""
    ContainerIDFile: Text | None
    """A note of the docker command about a file that it wrote the ID to."""
    LogConfig: HostConfigLogConfigDict
    """Where the output of the main process is kept."""
    NetworkMode: Text | None
    """First network: `bridge`, the default, or the name of your own; `host` shares the host's, `none` is without any, `container:<name or ID>` shares another …"""
    PortBindings: Mapping[str, Items[HostConfigPortBindingsDict] | None] | None
    """Ports to publish, from `port/protocol` inside to host addresses."""
    RestartPolicy: RestartPolicyDict
    """What to do when the container ends."""
    AutoRemove: bool | None
    """True: the engine removes the container and its anonymous volumes once it ends, so logs and exit code are lost."""
    VolumeDriver: Text | None
    """Driver for volumes that this request makes by Binds or Volumes."""
    VolumesFrom: Items[Text] | None
    """Mount all that other containers mount, at the same paths: each item a name or ID, with `:ro` or `:rw` after it to change that."""
    Mounts: Items[MountDict] | None
    """Mounts in the long form: volumes, paths of the host, and memory."""
    ConsoleSize: Items[int] | None
    """Rows and columns that the terminal has from the start, as `[24, 80]`; counts only with Tty."""
    Annotations: Mapping[str, Text | None] | None
    """Notes of name and text that the low-level runtime and its hooks get to see."""
    CapAdd: Items[Text] | Text | None
    """Rights of root that it gets beyond the usual ones, such as `NET_ADMIN` (with or without CAP_ before it), or `ALL`."""
    CapDrop: Items[Text] | Text | None
    """Rights of root to take away, by the same names."""
    CgroupnsMode: Literal["", "private", "host"] | None
    """`private`: inside, the container's control group looks like the root."""
    Dns: Items[Text] | None
    """Addresses of name servers in place of the host's."""
    DnsOptions: Items[Text] | None
    """Options for `/etc/resolv.conf`, such as `ndots:2` or `timeout:1`."""
    DnsSearch: Items[Text] | None
    """Domains that are tried for short names."""
    ExtraHosts: Items[Text] | None
    """Lines for `/etc/hosts`, each `name:address`; the address `host-gateway` stands for the engine's host."""
    GroupAdd: Items[Text] | None
    """Further groups of the main process, by number, or by name if the image's `/etc/group` has it; an unknown name fails at the start."""
    IpcMode: Text | None
    """Shared memory and semaphores: `private` its own, `shareable` its own that others may join, `container:<name or ID>` joins one, `host` the host's, `none` its …"""
    Cgroup: Text | None
    """Left from early engines, `container:<name or ID>` to use another's control group."""
    Links: Items[Text] | None
    """The old way to find others on the default `bridge`: `name:alias` adds the alias to `/etc/hosts` and makes the other container be there first."""
    OomScoreAdj: int | None
    """How likely the kernel picks its processes when the host is out of memory: -1000 never, 1000 first."""
    PidMode: Text | None
    """Which processes it sees: its own when empty, `host` for all of the host, `container:<name or ID>` for those of another container."""
    Privileged: bool | None
    """True: all capabilities, all devices, no masked paths, no seccomp, AppArmor or SELinux."""
    PublishAllPorts: bool | None
    """True: publish each port of ExposedPorts, from image or request, on a free port of the host, another one at each start."""
    ReadonlyRootfs: bool | None
    """True: nothing can be written but in volumes, binds and tmpfs; often `/tmp` and `/run` are then wanted in Tmpfs."""
    SecurityOpt: Items[Text] | None
    """Settings as `name=value`: `no-new-privileges`, `seccomp=unconfined` or the profile's JSON itself (no path), `apparmor=<profile>`, `label=<option>` for …"""
    StorageOpt: Mapping[str, Text | None] | None
    """Options of the storage driver for this container, mostly `size` to bound its files."""
    Tmpfs: Mapping[str, Text | None] | None
    """Directories kept in memory, emptied at each stop: from path to options as `mount` takes them, or empty text."""
    UTSMode: Text | None
    """Empty: a host name of its own."""
    UsernsMode: Text | None
    """`host`: users inside are those of the host even if the engine maps them to others."""
    ShmSize: int | None
    """Bytes of `/dev/shm`, the shared memory that browsers and databases want much of."""
    Sysctls: Mapping[str, Text | None] | None
    """Kernel settings of its own, name and text."""
    Runtime: Text | None
    """Program that runs the container, one of Runtimes in `system.info`, such as `runc` or `nvidia`."""
    Isolation: Literal["default", "process", "hyperv", ""] | None
    """Windows only: `process` shares the host's kernel, `hyperv` uses a small virtual machine, `default` or empty what the engine is set to."""
    MaskedPaths: Items[Text] | None
    """Paths that look empty inside."""
    ReadonlyPaths: Items[Text] | None
    """Paths that cannot be written."""

class NetworkingConfigDict(TypedDict, total=False):
    EndpointsConfig: Mapping[str, EndpointSettingsDict | None] | None
    """From the name or ID of a network to how the container appears there."""

class ContainerCreateBodyDict(TypedDict, total=False):
    Hostname: Text | None
    """Host name inside, 63 characters at most."""
    Domainname: Text | None
    """Domain that follows Hostname in the full name inside."""
    User: Text | None
    """Who runs the command: `name`, `uid`, `name:group` or `uid:gid`."""
    AttachStdin: bool | None
    """A note of the client that it will attach to input."""
    AttachStdout: bool | None
    """A note of the client that it will attach to output."""
    AttachStderr: bool | None
    """A note of the client that it will attach to errors, with no effect by itself."""
    ExposedPorts: Mapping[str, Mapping[str, Any] | None] | None
    """Ports that the program listens on, as `80/tcp` with an empty object; the protocol may be left out for tcp."""
    Tty: bool | None
    """True: give the main process a terminal."""
    OpenStdin: bool | None
    """True: keep standard input open, so that whoever attaches can write to it."""
    StdinOnce: bool | None
    """True: input ends for good when the first client that is attached to it leaves, as a filter such as `sort` needs."""
    Env: Items[Text] | None
    """Variables as `NAME=value`, over those of the image; `NAME` by itself takes it away."""
    Cmd: Items[Text] | Text | None
    """What to run, or the arguments if there is an Entrypoint; one item each."""
    Healthcheck: HealthConfigDict
    """How the engine finds out whether the program works."""
    ArgsEscaped: bool | None
    """Windows only: true if Cmd is one command line, quoted already."""
    Image: Text | None
    """Image to make it from: a name with tag or digest, or an ID."""
    Volumes: Mapping[str, Mapping[str, Any] | None] | None
    """Paths inside that get an anonymous volume each, with an empty object."""
    WorkingDir: Text | None
    """Absolute path in which the command runs, made if missing; a relative one is a 400."""
    Entrypoint: Items[Text] | Text | None
    """Program before Cmd, with its first arguments."""
    NetworkDisabled: bool | None
    """True: no network but loopback, as with NetworkMode `none`, which is more usual."""
    MacAddress: Text | None
    """Deprecated from v1.44 on, with a warning: give MacAddress in EndpointsConfig."""
    OnBuild: Items[Text] | None
    """Instructions that the image has in store for builds on top of it."""
    Labels: Mapping[str, Text | None] | None
    """Labels, name and text, added to the image's; filter by them in `container.list`."""
    StopSignal: Text | None
    """Signal by which `container.stop` asks the program to end, a name or a number as text."""
    StopTimeout: Duration | None
    """Whole seconds from the stop signal to SIGKILL, or a `timedelta` in Python; 0 kills at once, -1 never does."""
    Shell: Items[Text] | Text | None
    """Shell that text is run by, for checks with `CMD-SHELL` and in builds on an image of it."""
    HostConfig: HostConfigDict
    """The host's side of the container: mounts, published ports, limits, rights, restart."""
    NetworkingConfig: NetworkingConfigDict
    """Networks to join, with addresses and aliases."""

class ContainerUpdateBlkioWeightDeviceDict(TypedDict, total=False):
    Path: Text | None
    """Block device on the host to which the weight applies, as `/dev/sda`."""
    Weight: int | None
    """The container's share on that device, 10 to 1000; 0 for none of its own."""

class ThrottleDeviceDict(TypedDict, total=False):
    Path: Text | None
    """The device on the host, whole and not a partition, such as `/dev/sda`."""
    Rate: int | None
    """Bytes or operations in a second, depending on the list it stands in."""

class DeviceMappingDict(TypedDict, total=False):
    PathOnHost: Text | None
    """Path of the device on the engine's host; a folder stands for every device below it."""
    PathInContainer: Text | None
    """Where the container sees it, mostly the same path."""
    CgroupPermissions: Text | None
    """Any of `r` (read), `w` (write) and `m` (make the node by mknod), as `rwm`."""

class DeviceRequestDict(TypedDict, total=False):
    Driver: Text | None
    """Driver to ask, such as `nvidia`, or `cdi` with full names in DeviceIDs where the engine has that switched on."""
    Count: int | None
    """How many devices, -1 for all that there are."""
    DeviceIDs: Items[Text] | None
    """The very devices, by index or UUID as the driver counts them, or by full name for `cdi`, in place of Count."""
    Capabilities: Items[Items[Text]] | None
    """Lists of abilities: the driver has to offer all of one list, any of them."""
    Options: Mapping[str, Text | None] | None
    """Settings handed on to the driver, which alone knows their meaning."""

class ContainerUpdateUlimitsDict(TypedDict, total=False):
    Name: Text | None
    """Which limit, in small letters and without RLIMIT_: `nofile` (open files), `nproc`, `core`, `memlock`, `stack` and so on."""
    Soft: int | None
    """The value in force, which a process may raise up to Hard."""
    Hard: int | None
    """How far Soft may be raised, and not less than it; -1 is no limit."""

class RestartPolicyDict(TypedDict, total=False):
    Name: Literal["", "no", "always", "unless-stopped", "on-failure"] | None
    """`no`, or empty: never."""
    MaximumRetryCount: int | None
    """With `on-failure`: after so many restarts in a row give up; 0 for no bound."""

class ContainerUpdateBodyDict(TypedDict, total=False):
    CpuShares: int | None
    """Weight of the container when CPUs are scarce; 0 is the kernel's own, 1024."""
    Memory: int | None
    """Memory limit in bytes, 6 MiB (6291456) or more; 0 for all there is."""
    CgroupParent: Text | None
    """Control group to make the container's in: a path such as `/shop`, or a slice such as `shop.slice` where systemd manages them."""
    BlkioWeight: int | None
    """Share of disk time against other containers, 10 to 1000; 0 leaves it to the kernel."""
    BlkioWeightDevice: Items[ContainerUpdateBodyBlkioWeightDeviceDict] | None
    """Shares of disk time for single devices, in place of BlkioWeight there."""
    BlkioDeviceReadBps: Items[ThrottleDeviceDict] | None
    """How many bytes it may read from a device in a second, one entry for each device."""
    BlkioDeviceWriteBps: Items[ThrottleDeviceDict] | None
    """How many bytes it may write to a device in a second, one entry for each device."""
    BlkioDeviceReadIOps: Items[ThrottleDeviceDict] | None
    """How many read operations a second it may do on a device, one entry for each device."""
    BlkioDeviceWriteIOps: Items[ThrottleDeviceDict] | None
    """How many write operations a second it may do on a device, one entry for each device."""
    CpuPeriod: int | None
    """Length in microseconds of the interval that CpuQuota is for, 1000 to 1000000; 0 is the kernel's 100000."""
    CpuQuota: int | None
    """Microseconds of CPU time in each CpuPeriod, over all CPUs: 50000 of 100000 is half of one."""
    CpuRealtimePeriod: int | None
    """Interval in microseconds for CpuRealtimeRuntime."""
    CpuRealtimeRuntime: int | None
    """Microseconds in each CpuRealtimePeriod for real-time processes, at most that period."""
    CpusetCpus: Text | None
    """CPUs it may run on, counted from 0: `0-3`, `0,2`."""
    CpusetMems: Text | None
    """Memory nodes it may use, written like CpusetCpus, for hosts with several (NUMA)."""
    Devices: Items[DeviceMappingDict] | None
    """Devices of the host to let in."""
    DeviceCgroupRules: Items[Text] | None
    """Rights for kinds of devices, also ones plugged in later: type (`c`, `b` or `a`), `major:minor` with `*` for any, rights of `rwm`."""
    DeviceRequests: Items[DeviceRequestDict] | None
    """GPUs and the like, which a driver on the host picks and sets up."""
    KernelMemoryTCP: int | None
    """Bytes of kernel memory for TCP buffers."""
    MemoryReservation: int | None
    """Bytes to which the kernel pushes it back when memory is short on the host; a soft limit, below Memory and from 6 MiB on."""
    MemorySwap: int | None
    """Bytes of memory and swap together, so at least Memory, which has to be set too."""
    MemorySwappiness: int | None
    """How readily the kernel swaps out, 0 (hardly) to 100."""
    NanoCpus: int | None
    """How many CPUs it may use, in billionths: 1500000000 is one and a half."""
    OomKillDisable: bool | None
    """True: out of memory, processes wait instead of being ended, which without a Memory limit can hang the host. cgroup v2 drops it."""
    Init: bool | None
    """True: run a small init as PID 1, which passes signals on and clears up after orphaned children."""
    PidsLimit: int | None
    """Most processes and threads inside at a time."""
    Ulimits: Items[ContainerUpdateBodyUlimitsDict] | None
    """Limits for each process by itself, over those that the engine sets for all containers."""
    CpuCount: int | None
    """Windows only: how many CPUs it may use; goes before CpuShares and CpuPercent."""
    CpuPercent: int | None
    """Windows only: percentage of the host's CPU time, 1 to 100, if neither CpuCount nor CpuShares is set."""
    IOMaximumIOps: int | None
    """Windows only: most operations a second on the system drive."""
    IOMaximumBandwidth: int | None
    """Windows only: most bytes a second to and from the system drive."""
    RestartPolicy: RestartPolicyDict
    """The policy from now on."""

ContainerPruneFiltersDict = TypedDict(
    "ContainerPruneFiltersDict",
    {
        "label": Filter | None,
        "label!": Filter | None,
        "until": Filter | None,
    },
    total=False,
)

class ImageListFiltersDict(TypedDict, total=False):
    before: Filter | None
    """Created before this image: name with tag or digest, or ID."""
    dangling: Filter | None
    """`true`: without a name, and not what a named one was built on; `false`: the others."""
    label: Filter | None
    """Has this label: `name`, or `name=value`."""
    reference: Filter | None
    """Name matches this pattern, such as `busybox:*` or `*/app`; an image is then shown by the matching names alone."""
    since: Filter | None
    """Created after this image: name with tag or digest, or ID."""
    until: Filter | None
    """Created before: Unix seconds, a time such as `2024-01-31T12:00:00Z`, or how long ago, such as `24h`."""

class ImageBuildXRegistryConfigDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class ImageBuildOutputsDict(TypedDict, total=False):
    Type: Required[Text]
    """Which exporter."""
    Attrs: Mapping[str, Text | None] | None
    """The exporter's own options."""

class ImageBuildUlimitsDict(TypedDict, total=False):
    Name: Required[Text]
    """Which limit, such as nofile."""
    Soft: int | None
    """The limit that holds."""
    Hard: int | None
    """How far it may be raised."""

BuildPruneFiltersDict = TypedDict(
    "BuildPruneFiltersDict",
    {
        "description": Filter | None,
        "id": Filter | None,
        "inuse": Filter | None,
        "parent": Filter | None,
        "private": Filter | None,
        "shared": Filter | None,
        "type": Filter | None,
        "until": Filter | None,
        "unused-for": Filter | None,
    },
    total=False,
)

class ImageCreateXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class ImagePushXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

ImageSearchFiltersDict = TypedDict(
    "ImageSearchFiltersDict",
    {
        "is-automated": Filter | None,
        "is-official": Filter | None,
        "stars": Filter | None,
    },
    total=False,
)

class ImageSearchXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

ImagePruneFiltersDict = TypedDict(
    "ImagePruneFiltersDict",
    {
        "dangling": Filter | None,
        "label": Filter | None,
        "label!": Filter | None,
        "until": Filter | None,
    },
    total=False,
)

class AuthConfigDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at that registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API; leave it out."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one, such as registry.example.com:5000."""
    identitytoken: Text | None
    """Token to renew access with, instead of a password."""
    registrytoken: Text | None
    """Token that is sent to the registry as it is."""

class ContainerConfigDict(TypedDict, total=False):
    Hostname: Text | None
    """Host name inside, 63 characters at most."""
    Domainname: Text | None
    """Domain that follows Hostname in the full name inside."""
    User: Text | None
    """Who runs the command: `name`, `uid`, `name:group` or `uid:gid`."""
    AttachStdin: bool | None
    """A note of the client that it will attach to input."""
    AttachStdout: bool | None
    """A note of the client that it will attach to output."""
    AttachStderr: bool | None
    """A note of the client that it will attach to errors, with no effect by itself."""
    ExposedPorts: Mapping[str, Mapping[str, Any] | None] | None
    """Ports that the program listens on, as `80/tcp` with an empty object; the protocol may be left out for tcp."""
    Tty: bool | None
    """True: give the main process a terminal."""
    OpenStdin: bool | None
    """True: keep standard input open, so that whoever attaches can write to it."""
    StdinOnce: bool | None
    """True: input ends for good when the first client that is attached to it leaves, as a filter such as `sort` needs."""
    Env: Items[Text] | None
    """Variables as `NAME=value`, over those of the image; `NAME` by itself takes it away."""
    Cmd: Items[Text] | Text | None
    """What to run, or the arguments if there is an Entrypoint; one item each."""
    Healthcheck: HealthConfigDict
    """How the engine finds out whether the program works."""
    ArgsEscaped: bool | None
    """Windows only: true if Cmd is one command line, quoted already."""
    Image: Text | None
    """Image to make it from: a name with tag or digest, or an ID."""
    Volumes: Mapping[str, Mapping[str, Any] | None] | None
    """Paths inside that get an anonymous volume each, with an empty object."""
    WorkingDir: Text | None
    """Absolute path in which the command runs, made if missing; a relative one is a 400."""
    Entrypoint: Items[Text] | Text | None
    """Program before Cmd, with its first arguments."""
    NetworkDisabled: bool | None
    """True: no network but loopback, as with NetworkMode `none`, which is more usual."""
    MacAddress: Text | None
    """Deprecated from v1.44 on, with a warning: give MacAddress in EndpointsConfig."""
    OnBuild: Items[Text] | None
    """Instructions that the image has in store for builds on top of it."""
    Labels: Mapping[str, Text | None] | None
    """Labels, name and text, added to the image's; filter by them in `container.list`."""
    StopSignal: Text | None
    """Signal by which `container.stop` asks the program to end, a name or a number as text."""
    StopTimeout: Duration | None
    """Whole seconds from the stop signal to SIGKILL, or a `timedelta` in Python; 0 kills at once, -1 never does."""
    Shell: Items[Text] | Text | None
    """Shell that text is run by, for checks with `CMD-SHELL` and in builds on an image of it."""

class SystemEventsFiltersDict(TypedDict, total=False):
    config: Filter | None
    """About this config, by name or ID."""
    container: Filter | None
    """About this container, by name or ID."""
    daemon: Filter | None
    """About this engine, by name or ID."""
    event: Filter | None
    """What happened, such as `create`, `die` or `health_status: healthy`."""
    image: Filter | None
    """About this image or a container of it, by name or ID."""
    label: Filter | None
    """About something with this label: `name`, or `name=value`."""
    network: Filter | None
    """About this network, by name or ID."""
    node: Filter | None
    """About this node, by ID."""
    plugin: Filter | None
    """About this plugin, by name or ID."""
    scope: Filter | None
    """Where it happened: `local` to the engine, or in the `swarm`."""
    secret: Filter | None
    """About this secret, by name or ID."""
    service: Filter | None
    """About this service, by name or ID."""
    type: Filter | None
    """What it is about: `container`, `image`, `volume`, `network`, `daemon`, `plugin`, `service`, `node`, `secret`, `config` or `builder`."""
    volume: Filter | None
    """About this volume, by name."""

class ContainerExecBodyDict(TypedDict, total=False):
    AttachStdin: bool | None
    """True: what you write to the stream of `exec.start` becomes the command's input."""
    AttachStdout: bool | None
    """True: standard output is sent to whoever starts the command."""
    AttachStderr: bool | None
    """True: standard error is sent to whoever starts the command; with Tty it comes mixed into standard output."""
    ConsoleSize: Items[int] | None
    """Size of the terminal at the start, as `[rows, columns]`; without Tty it has no effect."""
    DetachKeys: Text | None
    """Keys that part you from the command while it runs on, with Tty and AttachStdin: a letter, or `ctrl-` and one of a to z, @, ^, [, \\, ] or _, several by commas."""
    Tty: bool | None
    """True: give the command a terminal, as an interactive shell wants it; output is then one stream with line ends of `\\r\\n`."""
    Env: Items[Text] | None
    """Variables as `NAME=value`, added to those of the container; a NAME that is there already is replaced."""
    Cmd: Items[Text] | None
    """Program and arguments, one item each."""
    Privileged: bool | None
    """True: run with all capabilities, even where the container has few."""
    User: Text | None
    """Who runs it: `name`, `uid`, `name:group` or `uid:gid`, names as the container's own `/etc/passwd` has them."""
    WorkingDir: Text | None
    """Absolute path of an existing directory to run in."""
    Detach: bool | None
    """Whether the start will be detached; has no effect here."""
    Container: Text | None
    """The container; the one in the path counts."""

class ExecStartBodyDict(TypedDict, total=False):
    Detach: bool | None
    """True: answer as soon as the command runs, with no stream."""
    Tty: bool | None
    """Must equal the Tty of `container.exec`: it decides whether output comes bare, as of a terminal, or in frames that name the stream."""
    ConsoleSize: Items[int] | None
    """Rows and columns of the terminal, as `[24, 80]`, in place of those given to `container.exec`."""

class VolumeListFiltersDict(TypedDict, total=False):
    dangling: Filter | None
    """`true`: used by no container; `false`: used by one, be it stopped."""
    driver: Filter | None
    """Kept by this driver."""
    label: Filter | None
    """Has this label: `name`, or `name=value`."""
    name: Filter | None
    """Has this in its name; a regular expression."""

class ClusterVolumeSpecDict(TypedDict, total=False):
    Group: Text | None
    """A word that volumes share which may stand in for each other; a mount whose Source is `group:` and that word takes any of them."""
    AccessMode: ClusterVolumeSpecAccessModeDict
    """How many nodes and tasks use it at a time, and in which form."""
    Availability: Literal["", "active", "pause", "drain"] | None
    """Whether tasks may use the volume."""
    AccessibilityRequirements: ClusterVolumeSpecAccessibilityRequirementsDict
    """Where in the cluster the volume must and should be reachable."""
    CapacityRange: ClusterVolumeSpecCapacityRangeDict
    """How large the volume may be, in bytes."""
    Secrets: Items[ClusterVolumeSpecSecretsDict] | None
    """Secrets of the swarm that the plugin is given."""

class VolumeCreateOptionsDict(TypedDict, total=False):
    Name: Text | None
    """At least two letters, digits, dots, dashes or underscores for the local driver, a letter or digit first."""
    Driver: Text | None
    """Who keeps the data, local or the name of an enabled plugin."""
    DriverOpts: Mapping[str, Text | None] | None
    """Options for the driver, all texts."""
    Labels: Mapping[str, Text | None] | None
    """Labels to find it by, by name."""
    ClusterVolumeSpec: ClusterVolumeSpecDict
    """Makes a cluster volume, which the swarm creates on its storage and brings to the nodes that need it; the driver must be a plugin with csi, and the engine a …"""

class VolumeUpdateBodyDict(TypedDict, total=False):
    Spec: ClusterVolumeSpecDict
    """What the cluster volume is to be."""

VolumePruneFiltersDict = TypedDict(
    "VolumePruneFiltersDict",
    {
        "all": Filter | None,
        "label": Filter | None,
        "label!": Filter | None,
    },
    total=False,
)

class NetworkListFiltersDict(TypedDict, total=False):
    dangling: Filter | None
    """`true`: joined by no container, and not one of the built-in ones; `false`: the others."""
    driver: Filter | None
    """Made by this driver, such as `bridge` or `overlay`."""
    id: Filter | None
    """Has this in its ID."""
    label: Filter | None
    """Has this label: `name`, or `name=value`."""
    name: Filter | None
    """Has this in its name."""
    scope: Filter | None
    """How far it reaches: `local`, `swarm` or `global`."""
    type: Filter | None
    """`builtin`: bridge, host and none; `custom`: what users made."""

class ConfigReferenceDict(TypedDict, total=False):
    Network: Text | None
    """Name of the network to take settings from; its ID will not do."""

class IPAMDict(TypedDict, total=False):
    Driver: Text | None
    """`default` for the engine's own, `null` for none, `dhcp` or others by plugin."""
    Config: Items[IPAMConfigDict] | None
    """The address ranges, at most one or a few, for IPv4 and IPv6 alike."""
    Options: Mapping[str, Text | None] | None
    """Settings of the IPAM driver; the engine's own has none to speak of."""

class NetworkCreateBodyDict(TypedDict, total=False):
    Name: Required[Text]
    """How the network is called, and addressed in other requests."""
    CheckDuplicate: bool | None
    """Of no effect from v1.44 on: a second network of one name is always refused."""
    Driver: Text | None
    """`bridge` for one host, `overlay` for a swarm, `macvlan` or `ipvlan` to put containers on the host's own network, or the name of a plugin."""
    Scope: Text | None
    """`local` for this engine, `swarm` for all nodes; drivers of one host, such as `macvlan`, become a swarm's with `swarm` and ConfigFrom."""
    Internal: bool | None
    """True: containers on it reach each other and nothing beyond, and no port that they publish is reached from outside."""
    Attachable: bool | None
    """True: plain containers may join too, not only those of services."""
    Ingress: bool | None
    """True: make this the swarm's network for published ports of services."""
    ConfigOnly: bool | None
    """True: keep the settings under this name for other networks to take by ConfigFrom, without making a network."""
    ConfigFrom: ConfigReferenceDict
    """Take address ranges and options from a network made with ConfigOnly on this node; IPAM and Options are then not to be given."""
    IPAM: IPAMDict
    """How addresses are given out."""
    EnableIPv6: bool | None
    """True: containers get an IPv6 address beside that for IPv4."""
    Options: Mapping[str, Text | None] | None
    """Settings of the driver, all as text: for `bridge` such as `com.docker.network.driver.mtu`, for `macvlan` and `ipvlan` the interface as `parent`."""
    Labels: Mapping[str, Text | None] | None
    """Labels of your own, for filters such as `label` of `network.list` and `network.prune`."""

class EndpointSettingsDict(TypedDict, total=False):
    IPAMConfig: EndpointIPAMConfigDict
    """Fixed addresses that were asked for."""
    Links: Items[Text] | None
    """Further names for others on the network, each `container:alias`, that this container alone can use."""
    MacAddress: Text | None
    """Hardware address on the network."""
    Aliases: Items[Text] | None
    """Further names by which others on the network find it; several containers may share one."""
    NetworkID: Text | None
    """ID of the network."""
    EndpointID: Text | None
    """ID of this connection, another at each start; empty while the container does not run."""
    Gateway: Text | None
    """Way out of the network for IPv4; empty if it has none, as `host` and `none`."""
    IPAddress: Text | None
    """The container's IPv4 address at present, for other containers and the host; empty while it does not run."""
    IPPrefixLen: int | None
    """Bits of the network part of IPAddress, such as 24; 0 without an address."""
    IPv6Gateway: Text | None
    """Way out of the network for IPv6, or empty."""
    GlobalIPv6Address: Text | None
    """The container's IPv6 address here; empty unless the network has EnableIPv6."""
    GlobalIPv6PrefixLen: int | None
    """Bits of the network part of GlobalIPv6Address, such as 64; 0 where that is empty."""
    DriverOpts: Mapping[str, Text | None] | None
    """Settings of the network's driver for this one connection, all text."""
    DNSNames: Items[Text] | None
    """All names by which others on the network find it: its own, the aliases, the short ID, the host name."""

class NetworkConnectBodyDict(TypedDict, total=False):
    Container: Text | None
    """Name or ID of the container that joins."""
    EndpointConfig: EndpointSettingsDict
    """Address, aliases and driver options for this network."""

class NetworkDisconnectBodyDict(TypedDict, total=False):
    Container: Text | None
    """Name or ID of the container that leaves."""
    Force: bool | None
    """True: clear the connection away even if the container cannot be found any more, as after a crash."""

NetworkPruneFiltersDict = TypedDict(
    "NetworkPruneFiltersDict",
    {
        "label": Filter | None,
        "label!": Filter | None,
        "until": Filter | None,
    },
    total=False,
)

class PluginListFiltersDict(TypedDict, total=False):
    capability: Filter | None
    """Can do this: `volumedriver`, `networkdriver`, `ipamdriver`, `logdriver`, `authz`, or a kind of its own."""
    enabled: Filter | None
    """`true`: at work; `false`: installed alone."""

class GetPluginPrivilegesXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class PluginPullXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class PluginPrivilegeDict(TypedDict, total=False):
    Name: Text | None
    """Kind of right: network, mount, device, capabilities, host ipc namespace, host pid namespace, or allow-all-devices."""
    Description: Text | None
    """The kind of right in words, written by the engine."""
    Value: Items[Text] | None
    """What exactly it asks for, such as host for a network, a path of the host, or CAP_SYS_ADMIN; true for a yes."""

class PluginUpgradeXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class PluginPushXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

NodeListFiltersDict = TypedDict(
    "NodeListFiltersDict",
    {
        "id": Filter | None,
        "label": Filter | None,
        "membership": Filter | None,
        "name": Filter | None,
        "node.label": Filter | None,
        "role": Filter | None,
    },
    total=False,
)

class NodeSpecDict(TypedDict, total=False):
    Name: Text | None
    """Free text, kept but used by nothing: nodes are found by ID or by `Description.Hostname`, not by this."""
    Labels: Mapping[str, Text | None] | None
    """Labels for constraints such as `node.labels.disk == ssd`."""
    Role: Literal["worker", "manager"] | None
    """`worker` runs tasks, `manager` runs the swarm too, and tasks as well unless it is drained."""
    Availability: Literal["active", "pause", "drain"] | None
    """`active` takes tasks, `pause` takes no new ones and keeps those it has, `drain` moves those away too."""

class SwarmSpecDict(TypedDict, total=False):
    Name: Text | None
    """Always `default`; another name is refused."""
    Labels: Mapping[str, Text | None] | None
    """Labels of the swarm as a whole, for the user's own purposes."""
    Orchestration: SwarmSpecOrchestrationDict
    """How the managers look after tasks."""
    Raft: SwarmSpecRaftDict
    """How managers agree on the swarm's state and store it."""
    Dispatcher: SwarmSpecDispatcherDict
    """How managers keep in touch with the nodes."""
    CAConfig: SwarmSpecCAConfigDict
    """The authority that signs the certificates which nodes show each other."""
    EncryptionConfig: SwarmSpecEncryptionConfigDict
    """How managers protect what they have on disk."""
    TaskDefaults: SwarmSpecTaskDefaultsDict
    """What tasks get where their service says nothing."""

class SwarmInitBodyDict(TypedDict, total=False):
    ListenAddr: Text | None
    """What this manager listens on for the other nodes: `0.0.0.0:2377`, or an interface as in `eth0:2377`."""
    AdvertiseAddr: Text | None
    """Address by which the other nodes find this one, as IP or interface, with a port or without."""
    DataPathAddr: Text | None
    """IP or interface for what containers send to each other over overlay networks, to keep it off the one that managers talk on."""
    DataPathPort: int | None
    """UDP port of the overlay networks' traffic on every node, 1024 to 49151."""
    DefaultAddrPool: Items[Text] | None
    """IPv4 ranges in CIDR notation that overlay networks without a subnet of their own are cut from."""
    ForceNewCluster: bool | None
    """True builds a swarm of one manager from the state that this node has, with its services and secrets: the way out when most managers are lost for good."""
    SubnetSize: int | None
    """Prefix length of each subnet that is cut from DefaultAddrPool: 24 is room for 254 addresses."""
    Spec: SwarmSpecDict
    """Settings to start with; they can be changed later by `client.swarm.update`."""
    AutoLockManagers: bool | None
    """Lock the managers with a key when they restart; works only with EncryptionConfig in Spec."""
    Availability: Literal["", "active", "pause", "drain"] | None
    """Whether this node is given tasks."""

class SwarmJoinBodyDict(TypedDict, total=False):
    ListenAddr: Required[Text]
    """What this node listens on if it is or becomes a manager: `0.0.0.0:2377`, or an interface as in `eth0:2377`."""
    AdvertiseAddr: Text | None
    """Address by which the other nodes find this one, as IP or interface, with a port or without."""
    DataPathAddr: Text | None
    """IP or interface for what containers on this node exchange with others over overlay networks."""
    RemoteAddrs: Required[Items[Text]]
    """Managers to ask, each `host:port`, tried until one answers; without a port it is 2377."""
    JoinToken: Required[Text]
    """Token for workers or for managers, from SwarmInspect on a manager; it starts with `SWMTKN-1-`."""
    Availability: Literal["", "active", "pause", "drain"] | None
    """Whether this node is given tasks."""

class SwarmUpdateOrchestrationDict(TypedDict, total=False):
    TaskHistoryRetentionLimit: int | None
    """How many ended tasks are kept for each slot, or for each node of a global service, with containers and logs."""

class SwarmUpdateRaftDict(TypedDict, total=False):
    SnapshotInterval: int | None
    """After how many entries of the log the state is written out as a whole."""
    KeepOldSnapshots: int | None
    """How many earlier snapshots stay on disk besides the last."""
    LogEntriesForSlowFollowers: int | None
    """How many entries from before a snapshot are kept, so that managers that lag need not load it whole."""
    ElectionTick: int | None
    """After how many ticks (now a second each) without a word from the leader a manager stands for election."""
    HeartbeatTick: int | None
    """Every how many ticks (now a second each) the leader shows that it is alive."""

class SwarmUpdateDispatcherDict(TypedDict, total=False):
    HeartbeatPeriod: Duration | None
    """How often nodes report, in nanoseconds; a few silent periods make one `down`."""

class SwarmUpdateCAConfigDict(TypedDict, total=False):
    NodeCertExpiry: Duration | None
    """How long a node's certificate is good, in nanoseconds; nodes renew it in time."""
    ExternalCAs: Items[SwarmUpdateCAConfigExternalCAsDict] | None
    """Authorities outside the swarm that sign instead of the managers."""
    SigningCACert: Text | None
    """Certificate of a root of one's own to go over to, in PEM."""
    SigningCAKey: Text | None
    """Private key for SigningCACert, in PEM; not needed if an external authority signs for it."""
    ForceRotate: int | None
    """A number to raise by one for a new root that the managers make themselves."""

class SwarmUpdateEncryptionConfigDict(TypedDict, total=False):
    AutoLockManagers: bool | None
    """True makes managers wait for the unlock key after each restart."""

class SwarmUpdateTaskDefaultsDict(TypedDict, total=False):
    LogDriver: SwarmUpdateTaskDefaultsLogDriverDict
    """Log driver for services without one of their own."""

class SwarmUnlockBodyDict(TypedDict, total=False):
    UnlockKey: Text | None
    """The whole text with its `SWMKEY-1-` in front."""

class ServiceListFiltersDict(TypedDict, total=False):
    id: Filter | None
    """ID, or the first characters of one."""
    label: Filter | None
    """Has this label: `name`, or `name=value`."""
    mode: Filter | None
    """`replicated`, `global`, `replicated-job` or `global-job`."""
    name: Filter | None
    """Name, or how it begins."""
    runtime: Filter | None
    """What its tasks run: `container` or `plugin`."""

class ServiceCreateXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class TaskSpecDict(TypedDict, total=False):
    PluginSpec: TaskSpecPluginSpecDict
    """Runs an engine plugin on the nodes instead of a container."""
    ContainerSpec: TaskSpecContainerSpecDict
    """The container of each task: much of what a container's Config and HostConfig say, under names of its own."""
    NetworkAttachmentSpec: TaskSpecNetworkAttachmentSpecDict
    """A container that was started by hand on an attachable overlay network; the engine makes such tasks itself."""
    Resources: TaskSpecResourcesDict
    """How much each task may use, and how much has to be free where it goes."""
    RestartPolicy: TaskSpecRestartPolicyDict
    """Whether a task that ended gets a successor."""
    Placement: TaskSpecPlacementDict
    """Where tasks may and should go."""
    ForceUpdate: int | None
    """A counter: an update that raises it exchanges all tasks though nothing else changed, as for a restart of the service."""
    Runtime: Text | None
    """`container`, which absent and empty also are, or `plugin` for a PluginSpec."""
    Networks: Items[NetworkAttachmentConfigDict] | None
    """Overlay networks that the tasks are on; names are turned into IDs when stored."""
    LogDriver: TaskSpecLogDriverDict
    """Where the output of tasks goes."""

class ServiceCreateModeDict(TypedDict, total=False):
    Replicated: ServiceCreateModeReplicatedDict
    """So many tasks, spread over the nodes."""
    Global: Mapping[str, Any] | None
    """One task on every node that fits, also on those that join later."""
    ReplicatedJob: ServiceCreateModeReplicatedJobDict
    """Tasks that are meant to end; the job is done when enough of them ended with exit code 0."""
    GlobalJob: Mapping[str, Any] | None
    """One task on every node that fits, until it ends with exit code 0."""

class ServiceCreateUpdateConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within an UpdateConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause", "rollback"] | None
    """When too many new tasks fail: `pause` leaves things as they are then, `continue` goes on, `rollback` returns to the spec before."""
    Monitor: Duration | None
    """How long after its start a new task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the old task and then starts the new one, `start-first` has both for a moment."""

class ServiceCreateRollbackConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within a RollbackConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause"] | None
    """When too many tasks fail on the way back: `pause` stops there, `continue` goes on."""
    Monitor: Duration | None
    """How long after its start a task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail on the way back before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the newer task and then starts the older one, `start-first` has both for a moment."""

class NetworkAttachmentConfigDict(TypedDict, total=False):
    Target: Text | None
    """Network by name or ID, mostly an overlay; answers always show the ID."""
    Aliases: Items[Text] | None
    """More host names that lead to the service on this network, beside its own name."""
    DriverOpts: Mapping[str, Text | None] | None
    """Options of the network's driver for this one attachment, names to values as text."""

class EndpointSpecDict(TypedDict, total=False):
    Mode: Literal["", "vip", "dnsrr"] | None
    """What its name resolves to on its networks: `vip` one address that passes connections on to the tasks, `dnsrr` the addresses of the tasks themselves."""
    Ports: Items[EndpointPortConfigDict] | None
    """Ports to publish."""

class ServiceCreateBodyDict(TypedDict, total=False):
    Name: Text | None
    """What it is called, and its host name on its networks: up to 63 letters, digits, hyphens and underscores."""
    Labels: Mapping[str, Text | None] | None
    """Labels of the service, for the filter `label`."""
    TaskTemplate: TaskSpecDict
    """What each task runs."""
    Mode: ServiceCreateBodyModeDict
    """How many tasks there are; give one of the four."""
    UpdateConfig: ServiceCreateBodyUpdateConfigDict
    """How tasks are exchanged in an update."""
    RollbackConfig: ServiceCreateBodyRollbackConfigDict
    """How tasks are exchanged on the way back, be it by `rollback="previous"` or by FailureAction."""
    Networks: Items[NetworkAttachmentConfigDict] | None
    """The old place for networks; it counts only where TaskTemplate.Networks is empty."""
    EndpointSpec: EndpointSpecDict
    """How the service is found by name and which ports it publishes."""

class ServiceUpdateXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class ServiceUpdateModeDict(TypedDict, total=False):
    Replicated: ServiceUpdateModeReplicatedDict
    """So many tasks, spread over the nodes."""
    Global: Mapping[str, Any] | None
    """One task on every node that fits, also on those that join later."""
    ReplicatedJob: ServiceUpdateModeReplicatedJobDict
    """Tasks that are meant to end; the job is done when enough of them ended with exit code 0."""
    GlobalJob: Mapping[str, Any] | None
    """One task on every node that fits, until it ends with exit code 0."""

class ServiceUpdateUpdateConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within an UpdateConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause", "rollback"] | None
    """When too many new tasks fail: `pause` leaves things as they are then, `continue` goes on, `rollback` returns to the spec before."""
    Monitor: Duration | None
    """How long after its start a new task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the old task and then starts the new one, `start-first` has both for a moment."""

class ServiceUpdateRollbackConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within a RollbackConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause"] | None
    """When too many tasks fail on the way back: `pause` stops there, `continue` goes on."""
    Monitor: Duration | None
    """How long after its start a task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail on the way back before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the newer task and then starts the older one, `start-first` has both for a moment."""

class ServiceUpdateBodyDict(TypedDict, total=False):
    Name: Text | None
    """What it is called, and its host name on its networks: up to 63 letters, digits, hyphens and underscores."""
    Labels: Mapping[str, Text | None] | None
    """Labels of the service, for the filter `label`."""
    TaskTemplate: TaskSpecDict
    """What each task runs."""
    Mode: ServiceUpdateBodyModeDict
    """How many tasks there are; give one of the four."""
    UpdateConfig: ServiceUpdateBodyUpdateConfigDict
    """How tasks are exchanged in an update."""
    RollbackConfig: ServiceUpdateBodyRollbackConfigDict
    """How tasks are exchanged on the way back, be it by `rollback="previous"` or by FailureAction."""
    Networks: Items[NetworkAttachmentConfigDict] | None
    """The old place for networks; it counts only where TaskTemplate.Networks is empty."""
    EndpointSpec: EndpointSpecDict
    """How the service is found by name and which ports it publishes."""

TaskListFiltersDict = TypedDict(
    "TaskListFiltersDict",
    {
        "_up-to-date": Filter | None,
        "desired-state": Filter | None,
        "id": Filter | None,
        "label": Filter | None,
        "name": Filter | None,
        "node": Filter | None,
        "runtime": Filter | None,
        "service": Filter | None,
    },
    total=False,
)

class SecretListFiltersDict(TypedDict, total=False):
    id: Filter | None
    """ID, or the first characters of one."""
    label: Filter | None
    """Has this label: `name`, or `name=value`."""
    name: Filter | None
    """Name, or how it begins."""
    names: Filter | None
    """Exactly this name; several are any of them."""

class DriverDict(TypedDict, total=False):
    Name: Required[Text]
    """Which driver."""
    Options: Mapping[str, Text | None] | None
    """What the driver is to know, names to values as text."""

class SecretCreateBodyDict(TypedDict, total=False):
    Name: Text | None
    """Up to 64 letters, digits, `-`, `_` and `.`, a letter or digit first and last; once in the swarm."""
    Labels: Mapping[str, Text | None] | None
    """Labels for the filter `label`."""
    Data: Base64 | None
    """The secret: in Python bytes, or the `Path` of a file; in JSON base64 (usual alphabet, with padding)."""
    Driver: DriverDict
    """Plugin that gives the data each time a task needs it."""
    Templating: DriverDict
    """With `{"Name": "golang"}` placeholders such as `{{.Service.Name}}` in Data are filled in for each task."""

class SecretSpecDict(TypedDict, total=False):
    Name: Text | None
    """Up to 64 letters, digits, `-`, `_` and `.`, a letter or digit first and last; once in the swarm."""
    Labels: Mapping[str, Text | None] | None
    """Labels for the filter `label`."""
    Data: Base64 | None
    """The secret: in Python bytes, or the `Path` of a file; in JSON base64 (usual alphabet, with padding)."""
    Driver: DriverDict
    """Plugin that gives the data each time a task needs it."""
    Templating: DriverDict
    """With `{"Name": "golang"}` placeholders such as `{{.Service.Name}}` in Data are filled in for each task."""

class ConfigListFiltersDict(TypedDict, total=False):
    id: Filter | None
    """ID, or the first characters of one."""
    label: Filter | None
    """Has this label: `name`, or `name=value`."""
    name: Filter | None
    """Name, or how it begins."""

class ConfigCreateBodyDict(TypedDict, total=False):
    Name: Text | None
    """Up to 64 letters, digits, `-`, `_` and `.`, a letter or digit first and last; once in the swarm."""
    Labels: Mapping[str, Text | None] | None
    """Labels for the filter `label`; the only thing that an update can change."""
    Data: Base64 | None
    """What is in it: in Python bytes, or the `Path` of a file; in JSON base64 (usual alphabet, with padding)."""
    Templating: DriverDict
    """With `{"Name": "golang"}` placeholders such as `{{.Node.Hostname}}` or `{{secret "name"}}` in Data are filled in for each task."""

class ConfigSpecDict(TypedDict, total=False):
    Name: Text | None
    """Up to 64 letters, digits, `-`, `_` and `.`, a letter or digit first and last; once in the swarm."""
    Labels: Mapping[str, Text | None] | None
    """Labels for the filter `label`; the only thing that an update can change."""
    Data: Base64 | None
    """What is in it: in Python bytes, or the `Path` of a file; in JSON base64 (usual alphabet, with padding)."""
    Templating: DriverDict
    """With `{"Name": "golang"}` placeholders such as `{{.Node.Hostname}}` or `{{secret "name"}}` in Data are filled in for each task."""

class DistributionInspectXRegistryAuthDict(TypedDict, total=False):
    username: Text | None
    """Name of the account at the registry."""
    password: Text | None
    """Password or access token of the account."""
    email: Text | None
    """Has had no effect since version 1.23 of the API."""
    serveraddress: Text | None
    """Host of the registry, with its port if it has one; Docker Hub is https://index.docker.io/v1/."""
    identitytoken: Text | None
    """Token to renew access with, in place of username and password."""
    registrytoken: Text | None
    """Token that goes to the registry as it is, as a bearer token."""
    auth: Text | None
    """username:password in base64, as docker's configuration file has it, in place of the two."""

class ContainerSummary(Typed):
    Id: str
    """Full ID, 64 hexadecimal digits; the docker command shows the first 12."""
    Names: ListOf[str]
    """Its name with a slash before it, `/web`, and for containers it is linked from one such as `/shop/db` each."""
    Image: str
    """Image as it was asked for, `busybox:1`; its ID if that name has moved on to another image since."""
    ImageID: str
    """ID of the image it was made from, whatever the name points to today."""
    Command: str
    """Program and arguments as one line, quoted where needed, for people to read."""
    Created: int
    """When it was made, in whole Unix seconds; `container.inspect` has it as text."""
    Ports: ListOf[Port]
    """Exposed and published ports while it runs, in no order to rely on; an empty list once it has ended."""
    SizeRw: int
    """Bytes of files that it added or changed; there only if `size` was asked for, and not if it is 0."""
    SizeRootFs: int
    """Bytes of image and changes together; absent without `size`."""
    Labels: MapOf[str]
    """Labels of image and container together, name and text."""
    State: str
    """`created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`."""
    Status: str
    """State in words, with times and health: `Up 2 minutes (healthy)`, `Exited (3) 5 days ago`, `Created`."""
    HostConfig: ContainerSummaryHostConfig
    """The one setting of the host's side that the list shows."""
    NetworkSettings: ContainerSummaryNetworkSettings
    """Its networks, in the form of `container.inspect` but without the rest of it."""
    Mounts: ListOf[MountPoint]
    """Volumes and host paths that it has mounted; an empty list without any."""
    id: str
    names: ListOf[str]
    image: str
    image_id: str
    command: str
    created: int
    ports: ListOf[Port]
    size_rw: int
    size_root_fs: int
    labels: MapOf[str]
    state: str
    status: str
    host_config: ContainerSummaryHostConfig
    network_settings: ContainerSummaryNetworkSettings
    mounts: ListOf[MountPoint]
    @overload
    def __getitem__(self, key: Literal["Id", "Image", "ImageID", "Command", "State", "Status"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Names"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Created", "SizeRw", "SizeRootFs"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Ports"]) -> ListOf[Port]: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["HostConfig"]) -> ContainerSummaryHostConfig: ...
    @overload
    def __getitem__(self, key: Literal["NetworkSettings"]) -> ContainerSummaryNetworkSettings: ...
    @overload
    def __getitem__(self, key: Literal["Mounts"]) -> ListOf[MountPoint]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerCreateResponse(Typed):
    Id: str
    """Full ID of the container, for `container.start` and all else."""
    Warnings: ListOf[str]
    """Settings that were dropped or are out of date, in words."""
    id: str
    warnings: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Id"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Warnings"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerInspectAnswer(Typed):
    Id: str
    """ID of the container, 64 hexadecimal digits, made by the engine and never used twice."""
    Created: str
    """When the container was made: RFC 3339 with up to nine decimals, in UTC."""
    Path: str
    """The program that is run: the first word of entrypoint and command together, without an init that Init puts before it."""
    Args: ListOf[str]
    """What follows the program on its command line; an empty list if nothing does."""
    State: ContainerState
    """Whether the container runs, how it ended and how its health is, at the moment of asking."""
    Image: str
    """ID of the image, `sha256:` and 64 digits, which stays the same when a tag moves on."""
    ResolvConfPath: str
    """File of the engine's host that the container sees as `/etc/resolv.conf`."""
    HostnamePath: str
    """File of the engine's host that is mounted at `/etc/hostname` inside; empty until the container was started once."""
    HostsPath: str
    """Where on the engine's host the container's `/etc/hosts` lies."""
    LogPath: str
    """Log file on the engine's host, for the `json-file` driver; empty for other drivers and before the first start."""
    Name: str
    """The container's name with a slash before it, as `/web`; requests take it without the slash."""
    RestartCount: int
    """How often the restart policy has started it again."""
    Driver: str
    """Storage driver that holds the file system, such as `overlay2`."""
    Platform: str
    """Operating system that the container is for: `linux` or `windows`."""
    MountLabel: str
    """SELinux label of the container's files; empty where SELinux is not in use."""
    ProcessLabel: str
    """SELinux label of the processes inside; without SELinux it is empty."""
    AppArmorProfile: str
    """AppArmor profile in force, usually `docker-default`; `unconfined` means none, empty that the host has no AppArmor."""
    ExecIDs: ListOf[str]
    """IDs of the commands from `exec.start` that run at the moment; null if there are none."""
    HostConfig: _t_HostConfig
    """The host's side as it was asked for, filled up with the engine's defaults."""
    GraphDriver: GraphDriverData
    """How the storage driver lays out the file system on the host."""
    SizeRw: int
    """Bytes of the files that the container added or changed."""
    SizeRootFs: int
    """Bytes of all its files, image and changes together, without volumes."""
    Mounts: ListOf[MountPoint]
    """The volumes and host paths that are mounted, however they were asked for; mounts of Tmpfs are not among them."""
    Config: ContainerConfig
    """Command, environment, labels and such: what was asked for, laid over what the image sets."""
    NetworkSettings: _t_NetworkSettings
    """Addresses, published ports and networks as they are now; mostly empty while the container does not run."""
    id: str
    created: str
    path: str
    args: ListOf[str]
    state: ContainerState
    image: str
    resolv_conf_path: str
    hostname_path: str
    hosts_path: str
    log_path: str
    name: str
    restart_count: int
    driver: str
    platform: str
    mount_label: str
    process_label: str
    app_armor_profile: str
    exec_ids: ListOf[str]
    host_config: _t_HostConfig
    graph_driver: GraphDriverData
    size_rw: int
    size_root_fs: int
    mounts: ListOf[MountPoint]
    config: ContainerConfig
    network_settings: _t_NetworkSettings
    @overload
    def __getitem__(self, key: Literal["Id", "Created", "Path", "Image", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "Name", "Driver", "Platform", "MountLabel", "ProcessLabel", "AppArmorProfile"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Args", "ExecIDs"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["State"]) -> ContainerState: ...
    @overload
    def __getitem__(self, key: Literal["RestartCount", "SizeRw", "SizeRootFs"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["HostConfig"]) -> _t_HostConfig: ...
    @overload
    def __getitem__(self, key: Literal["GraphDriver"]) -> GraphDriverData: ...
    @overload
    def __getitem__(self, key: Literal["Mounts"]) -> ListOf[MountPoint]: ...
    @overload
    def __getitem__(self, key: Literal["Config"]) -> ContainerConfig: ...
    @overload
    def __getitem__(self, key: Literal["NetworkSettings"]) -> _t_NetworkSettings: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerTopAnswer(Typed):
    Titles: ListOf[str]
    """Headings of the columns, as `ps` prints them; on Windows they are fixed."""
    Processes: ListOf[ListOf[str]]
    """A row of texts for each process, in the order of Titles."""
    titles: ListOf[str]
    processes: ListOf[ListOf[str]]
    @overload
    def __getitem__(self, key: Literal["Titles"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Processes"]) -> ListOf[ListOf[str]]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class FilesystemChange(Typed):
    Path: str
    """Absolute path inside the container."""
    Kind: int
    """What happened to it: 0 changed, 1 added, 2 deleted."""
    path: str
    kind: int
    @overload
    def __getitem__(self, key: Literal["Path"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Kind"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerUpdateAnswer(Typed):
    Warnings: ListOf[str]
    """What the engine could not do as asked, such as a limit that the kernel lacks; null or empty when all went well."""
    warnings: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Warnings"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerWaitResponse(Typed):
    StatusCode: int
    """Exit code of the main process: 0 by custom for success, 137 after SIGKILL."""
    Error: ContainerWaitExitError
    """Why waiting failed, for example since the removal that was waited for did."""
    status_code: int
    error: ContainerWaitExitError
    @overload
    def __getitem__(self, key: Literal["StatusCode"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Error"]) -> ContainerWaitExitError: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerArchiveInfoAnswer(Typed):
    name: str
    """The last part of the path."""
    size: int
    """Size in bytes."""
    mode: int
    """Mode bits as Go's os.FileMode has them, type bits included."""
    mtime: str
    """Time of the last change, RFC 3339."""
    linkTarget: str
    """Where a symbolic link points to; otherwise empty."""
    link_target: str
    @overload
    def __getitem__(self, key: Literal["name", "mtime", "linkTarget"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["size", "mode"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerPruneAnswer(Typed):
    ContainersDeleted: ListOf[str]
    """Full IDs of what was removed; null if there was nothing to remove."""
    SpaceReclaimed: int
    """Bytes of disk that came free: what the containers had written."""
    containers_deleted: ListOf[str]
    space_reclaimed: int
    @overload
    def __getitem__(self, key: Literal["ContainersDeleted"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["SpaceReclaimed"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class IdResponse(Typed):
    Id: str
    """The ID for later requests: 64 hexadecimal digits, for an image with `sha256:` before them."""
    id: str
    @overload
    def __getitem__(self, key: Literal["Id"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageSummary(Typed):
    Id: str
    """ID, sha256 and 64 hex digits: the digest of the image's configuration."""
    ParentId: str
    """ID of the image beneath, for one that the classic builder or a commit made on this engine."""
    RepoTags: ListOf[str]
    """Names of the image, each with its tag; where the filter reference is used, those alone that match it."""
    RepoDigests: ListOf[str]
    """Names by digest, as name@sha256:..., which come with a pull or a push."""
    Created: int
    """When the image was made, in Unix seconds."""
    Size: int
    """Bytes of all its layers on disk, unpacked."""
    SharedSize: int
    """Bytes of the layers that other images use too."""
    Labels: MapOf[str]
    """Labels of the image, by name; null where there is none."""
    Containers: int
    """How many containers, stopped ones included, were made from it."""
    id: str
    parent_id: str
    repo_tags: ListOf[str]
    repo_digests: ListOf[str]
    created: int
    size: int
    shared_size: int
    labels: MapOf[str]
    containers: int
    @overload
    def __getitem__(self, key: Literal["Id", "ParentId"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["RepoTags", "RepoDigests"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Created", "Size", "SharedSize", "Containers"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class BuildInfo(Typed):
    id: str
    """What the line is about: a layer while a base image is fetched, or moby.buildkit.trace and moby.image.id with BuildKit."""
    stream: str
    """Text to print as it is, line ends included; joined together it is what docker build shows."""
    error: str
    """Why the build failed, in words; it comes with the last line."""
    errorDetail: ErrorDetail
    """The failure once more, with the exit status of a RUN line in code where that is what failed."""
    status: str
    """What is happening to the layer in id, such as Downloading or Pull complete."""
    progress: str
    """A bar and sizes as text for a terminal; progressDetail has the numbers."""
    progressDetail: ProgressDetail
    """How far the download is, in bytes."""
    aux: Result | str
    """A result for programs: the ID of the image that came out, in the last object of this kind."""
    error_detail: ErrorDetail
    progress_detail: ProgressDetail
    @overload
    def __getitem__(self, key: Literal["id", "stream", "error", "status", "progress"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["errorDetail"]) -> ErrorDetail: ...
    @overload
    def __getitem__(self, key: Literal["progressDetail"]) -> ProgressDetail: ...
    @overload
    def __getitem__(self, key: Literal["aux"]) -> Result | str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class BuildPruneAnswer(Typed):
    CachesDeleted: ListOf[str]
    """IDs of the entries that were removed, as SystemDataUsage lists them; null where there was nothing to remove."""
    SpaceReclaimed: int
    """Bytes on disk that the removed entries had used."""
    caches_deleted: ListOf[str]
    space_reclaimed: int
    @overload
    def __getitem__(self, key: Literal["CachesDeleted"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["SpaceReclaimed"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class CreateImageInfo(Typed):
    id: str
    """The layer that the line is about, by its first 12 digits, or the tag in the first line."""
    error: str
    """Why it failed, in words; it comes with the last line."""
    errorDetail: ErrorDetail
    """The failure once more, as an object."""
    status: str
    """What is happening: Pulling fs layer, Downloading, Verifying Checksum, Extracting, Pull complete, Already exists."""
    progress: str
    """A bar and sizes as text for a terminal; progressDetail has the numbers."""
    progressDetail: ProgressDetail
    """How far the layer in id is, in bytes."""
    error_detail: ErrorDetail
    progress_detail: ProgressDetail
    @overload
    def __getitem__(self, key: Literal["id", "error", "status", "progress"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["errorDetail"]) -> ErrorDetail: ...
    @overload
    def __getitem__(self, key: Literal["progressDetail"]) -> ProgressDetail: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageInspect(Typed):
    Id: str
    """ID, sha256 and 64 hex digits: the digest of the image's configuration."""
    RepoTags: ListOf[str]
    """Names of the image on this engine, each with its tag."""
    RepoDigests: ListOf[str]
    """Names by digest, as name@sha256:..., under which a registry has the image."""
    Parent: str
    """ID of the image beneath, for one that the classic builder or a commit made on this engine."""
    Comment: str
    """A note from the commit or import, or what BuildKit puts there."""
    Created: str
    """When the image was made, RFC 3339 with up to nine decimals, in UTC."""
    DockerVersion: str
    """Version of the engine that made the image, empty where that was another program or BuildKit."""
    Author: str
    """Who made it, from a commit's author or the old MAINTAINER line."""
    Config: ImageConfig
    """What containers of this image run and have unless they say otherwise."""
    Architecture: str
    """Kind of CPU that it is made for, in Go's words, such as amd64, arm64, arm, s390x."""
    Variant: str
    """Which variant of that CPU, such as v7 with arm or v8 with arm64."""
    Os: str
    """Operating system that it is made for, linux or windows."""
    OsVersion: str
    """Version of Windows that it needs, such as 10.0.20348.2700."""
    Size: int
    """Bytes of all its layers on disk, unpacked, those that other images have too included."""
    GraphDriver: GraphDriverData
    """Which storage driver holds the image, and where on the engine's host."""
    RootFS: ImageInspectRootFS
    """The layers that make up the image's file system."""
    Metadata: ImageInspectMetadata
    """What this engine has noted about the image; it is no part of it and does not travel along."""
    id: str
    repo_tags: ListOf[str]
    repo_digests: ListOf[str]
    parent: str
    comment: str
    created: str
    docker_version: str
    author: str
    config: ImageConfig
    architecture: str
    variant: str
    os: str
    os_version: str
    size: int
    graph_driver: GraphDriverData
    root_fs: ImageInspectRootFS
    metadata: ImageInspectMetadata
    @overload
    def __getitem__(self, key: Literal["Id", "Parent", "Comment", "Created", "DockerVersion", "Author", "Architecture", "Variant", "Os", "OsVersion"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["RepoTags", "RepoDigests"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Config"]) -> ImageConfig: ...
    @overload
    def __getitem__(self, key: Literal["Size"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["GraphDriver"]) -> GraphDriverData: ...
    @overload
    def __getitem__(self, key: Literal["RootFS"]) -> ImageInspectRootFS: ...
    @overload
    def __getitem__(self, key: Literal["Metadata"]) -> ImageInspectMetadata: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageHistoryResponseItem(Typed):
    Id: str
    """ID of the image that the step left, as sha256 and 64 hex digits, where the engine has it; the word missing in angle brackets for steps made elsewhere or by …"""
    Created: int
    """When the step was run, in Unix seconds."""
    CreatedBy: str
    """The command of the step; the classic builder marks those that run nothing by #(nop)."""
    Tags: ListOf[str]
    """Names that the image of this step has on this engine; null where it has none."""
    Size: int
    """Bytes that the step added to the file system, unpacked."""
    Comment: str
    """A note from the import or commit; BuildKit writes buildkit.dockerfile.v0."""
    id: str
    created: int
    created_by: str
    tags: ListOf[str]
    size: int
    comment: str
    @overload
    def __getitem__(self, key: Literal["Id", "CreatedBy", "Comment"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Created", "Size"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Tags"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PushImageInfo(Typed):
    error: str
    """Why it failed, in words; it comes with the last line."""
    status: str
    """What is happening: Preparing, Waiting, Pushing, Pushed, Layer already exists, Mounted from another repository."""
    progress: str
    """A bar and sizes as text for a terminal; progressDetail has the numbers."""
    progressDetail: ProgressDetail
    """How far the layer is, in bytes."""
    id: str
    """The layer that the line is about."""
    errorDetail: ErrorDetail
    """The failure once more, as an object."""
    aux: PushImageInfoAux
    """What was pushed."""
    progress_detail: ProgressDetail
    error_detail: ErrorDetail
    @overload
    def __getitem__(self, key: Literal["error", "status", "progress", "id"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["progressDetail"]) -> ProgressDetail: ...
    @overload
    def __getitem__(self, key: Literal["errorDetail"]) -> ErrorDetail: ...
    @overload
    def __getitem__(self, key: Literal["aux"]) -> PushImageInfoAux: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageDeleteResponseItem(Typed):
    Untagged: str
    """Name, by tag or by digest, that was taken from an image."""
    Deleted: str
    """ID of an image or layer that is gone from the disk, as sha256 and 64 hex digits."""
    untagged: str
    deleted: str
    @overload
    def __getitem__(self, key: Literal["Untagged", "Deleted"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageSearchAnswer(Typed):
    description: str
    """One line by the owner of the repository; empty where there is none."""
    is_official: bool
    """True for the images that Docker looks after itself, whose names have no owner in front, such as nginx."""
    is_automated: bool
    """False for every image; it once told of builds on Docker Hub."""
    name: str
    """Name to pull by, with its owner unless it is an official one."""
    star_count: int
    """How many users of the registry have marked it as a favourite."""
    @overload
    def __getitem__(self, key: Literal["description", "name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["is_official", "is_automated"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["star_count"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImagePruneAnswer(Typed):
    ImagesDeleted: ListOf[ImageDeleteResponseItem]
    """Each name that was taken away and each layer that was removed, in order; null where there was nothing to do."""
    SpaceReclaimed: int
    """Bytes on disk that are free now."""
    images_deleted: ListOf[ImageDeleteResponseItem]
    space_reclaimed: int
    @overload
    def __getitem__(self, key: Literal["ImagesDeleted"]) -> ListOf[ImageDeleteResponseItem]: ...
    @overload
    def __getitem__(self, key: Literal["SpaceReclaimed"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemAuthAnswer(Typed):
    Status: str
    """A line for people, Login Succeeded."""
    IdentityToken: str
    """Token to give as identitytoken in place of the password from now on; empty for registries that have none, where the password stays in use."""
    status: str
    identity_token: str
    @overload
    def __getitem__(self, key: Literal["Status", "IdentityToken"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemInfo(Typed):
    ID: str
    """ID of the engine, kept over restarts."""
    Containers: int
    """How many containers there are, in whatever state."""
    ContainersRunning: int
    """How many of them run; paused ones are not among these."""
    ContainersPaused: int
    """How many of them are paused."""
    ContainersStopped: int
    """How many of them neither run nor are paused, those that were never started included."""
    Images: int
    """How many images there are, those without a name included."""
    Driver: str
    """Storage driver that keeps images and containers on disk, such as overlay2, btrfs, zfs or vfs."""
    DriverStatus: ListOf[ListOf[str]]
    """What the storage driver has to say, as pairs of a name and a value, all texts."""
    DockerRootDir: str
    """Folder on the host in which the engine keeps everything, set by data-root; /var/lib/docker on Linux unless changed."""
    Plugins: PluginsInfo
    """Drivers and plugins at hand, by what they serve as."""
    MemoryLimit: bool
    """Whether HostConfig.Memory has an effect here."""
    SwapLimit: bool
    """Whether HostConfig.MemorySwap has an effect here."""
    KernelMemoryTCP: bool
    """Whether HostConfig.KernelMemoryTCP has an effect here."""
    CpuCfsPeriod: bool
    """Whether HostConfig.CpuPeriod has an effect here."""
    CpuCfsQuota: bool
    """Whether HostConfig.CpuQuota, and with it NanoCpus, has an effect here."""
    CPUShares: bool
    """Whether HostConfig.CpuShares has an effect here."""
    CPUSet: bool
    """Whether containers can be bound to certain CPUs and memory nodes, by CpusetCpus and CpusetMems."""
    PidsLimit: bool
    """Whether HostConfig.PidsLimit has an effect here."""
    OomKillDisable: bool
    """Whether HostConfig.OomKillDisable has an effect here; it has none with version 2 of the cgroups."""
    IPv4Forwarding: bool
    """Whether the host passes IPv4 packets on."""
    BridgeNfIptables: bool
    """Whether IPv4 traffic within a bridge goes through the firewall."""
    BridgeNfIp6tables: bool
    """Whether IPv6 traffic within a bridge goes through the firewall."""
    Debug: bool
    """Whether the engine writes its debug log."""
    NFd: int
    """How many files and sockets the engine's process has open, -1 where it cannot tell."""
    NGoroutines: int
    """How many threads of Go run inside the engine; one that keeps growing points to a leak."""
    SystemTime: str
    """The host's clock when it answered, RFC 3339 with nanoseconds."""
    LoggingDriver: str
    """Where output of containers goes that name no log driver, such as json-file, local, journald or none."""
    CgroupDriver: str
    """Who sets up the cgroups: cgroupfs the engine by itself, systemd the service manager (usual with cgroups 2), none where there can be no limits, as in a …"""
    CgroupVersion: str
    """Which cgroups the host has: "1" the older with one tree for each resource, "2" the unified one."""
    NEventsListener: int
    """How many connections are following the events at this moment."""
    KernelVersion: str
    """Version of the host's kernel, as uname -r prints it; on Windows the build of the system."""
    OperatingSystem: str
    """Name of the host's operating system, such as Debian GNU/Linux 13 (trixie)."""
    OSVersion: str
    """Version of that operating system, such as 13."""
    OSType: str
    """Kind of operating system, linux or windows; containers are of the same kind."""
    Architecture: str
    """CPU of the host in the kernel's words, such as x86_64 or aarch64."""
    NCPU: int
    """How many CPUs, as the kernel counts them, the engine may use."""
    MemTotal: int
    """Memory of the host in bytes, without swap."""
    IndexServerAddress: str
    """Address of Docker Hub, https://index.docker.io/v1/, under which its login is kept."""
    RegistryConfig: RegistryServiceConfig
    """Which registries are mirrors, and which may be spoken to without TLS."""
    GenericResources: ListOf[SystemInfoGenericResources]
    """Devices and the like that this node offers to services, as set in the engine's configuration; null for none."""
    HttpProxy: str
    """Proxy that the engine goes through for http, a password in it blotted out."""
    HttpsProxy: str
    """Proxy that the engine goes through for https, a password in it blotted out."""
    NoProxy: str
    """Hosts, domains and networks that the engine reaches without a proxy, separated by commas."""
    Name: str
    """Name of the host."""
    Labels: ListOf[str]
    """Labels from the engine's configuration, each as name=value."""
    ExperimentalBuild: bool
    """Whether experimental features are on, which checkpoints and squashed builds need."""
    ServerVersion: str
    """Version of the engine, such as 26.1.5."""
    Runtimes: MapOf[Runtime]
    """OCI runtimes that can be asked for in HostConfig.Runtime, by name. runc is always among them; others, such as runsc or nvidia, come from the engine's …"""
    DefaultRuntime: str
    """Runtime of containers that ask for none."""
    Swarm: SwarmInfo
    """How this engine takes part in a swarm."""
    LiveRestoreEnabled: bool
    """Whether containers go on running while the engine is down for a restart or an upgrade."""
    Isolation: str
    """How containers on Windows are kept apart: process they share the host's kernel, hyperv each has a virtual machine, default what suits the system."""
    InitBinary: str
    """Program that becomes process 1 where HostConfig.Init is true, docker-init unless the configuration says otherwise."""
    ContainerdCommit: Commit
    """Commit of containerd, which supervises the containers."""
    RuncCommit: Commit
    """Commit of runc, which starts them."""
    InitCommit: Commit
    """Commit of docker-init."""
    SecurityOptions: ListOf[str]
    """What confines containers here, each as name=WHAT and options behind commas: apparmor, seccomp (with its profile), selinux, userns, rootless, cgroupns, no-new- …"""
    ProductLicense: str
    """A line about the licence of a commercial engine."""
    DefaultAddressPools: ListOf[SystemInfoDefaultAddressPools]
    """Ranges that local networks get their subnets from, where the configuration sets them."""
    Warnings: ListOf[str]
    """Lines for people about what the host lacks or what is set up unsafely, such as limits without effect or an API open to the network. null where there is none."""
    CDISpecDirs: ListOf[str]
    """Folders with descriptions of devices in the form of the Container Device Interface."""
    id: str
    containers: int
    containers_running: int
    containers_paused: int
    containers_stopped: int
    images: int
    driver: str
    driver_status: ListOf[ListOf[str]]
    docker_root_dir: str
    plugins: PluginsInfo
    memory_limit: bool
    swap_limit: bool
    kernel_memory_tcp: bool
    cpu_cfs_period: bool
    cpu_cfs_quota: bool
    cpu_shares: bool
    cpu_set: bool
    pids_limit: bool
    oom_kill_disable: bool
    ipv4_forwarding: bool
    bridge_nf_iptables: bool
    bridge_nf_ip6tables: bool
    debug: bool
    n_fd: int
    n_goroutines: int
    system_time: str
    logging_driver: str
    cgroup_driver: str
    cgroup_version: str
    n_events_listener: int
    kernel_version: str
    operating_system: str
    os_version: str
    os_type: str
    architecture: str
    ncpu: int
    mem_total: int
    index_server_address: str
    registry_config: RegistryServiceConfig
    generic_resources: ListOf[SystemInfoGenericResources]
    http_proxy: str
    https_proxy: str
    no_proxy: str
    name: str
    labels: ListOf[str]
    experimental_build: bool
    server_version: str
    runtimes: MapOf[Runtime]
    default_runtime: str
    swarm: SwarmInfo
    live_restore_enabled: bool
    isolation: str
    init_binary: str
    containerd_commit: Commit
    runc_commit: Commit
    init_commit: Commit
    security_options: ListOf[str]
    product_license: str
    default_address_pools: ListOf[SystemInfoDefaultAddressPools]
    warnings: ListOf[str]
    cdi_spec_dirs: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["ID", "Driver", "DockerRootDir", "SystemTime", "LoggingDriver", "CgroupDriver", "CgroupVersion", "KernelVersion", "OperatingSystem", "OSVersion", "OSType", "Architecture", "IndexServerAddress", "HttpProxy", "HttpsProxy", "NoProxy", "Name", "ServerVersion", "DefaultRuntime", "Isolation", "InitBinary", "ProductLicense"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Containers", "ContainersRunning", "ContainersPaused", "ContainersStopped", "Images", "NFd", "NGoroutines", "NEventsListener", "NCPU", "MemTotal"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["DriverStatus"]) -> ListOf[ListOf[str]]: ...
    @overload
    def __getitem__(self, key: Literal["Plugins"]) -> PluginsInfo: ...
    @overload
    def __getitem__(self, key: Literal["MemoryLimit", "SwapLimit", "KernelMemoryTCP", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "OomKillDisable", "IPv4Forwarding", "BridgeNfIptables", "BridgeNfIp6tables", "Debug", "ExperimentalBuild", "LiveRestoreEnabled"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["RegistryConfig"]) -> RegistryServiceConfig: ...
    @overload
    def __getitem__(self, key: Literal["GenericResources"]) -> ListOf[SystemInfoGenericResources]: ...
    @overload
    def __getitem__(self, key: Literal["Labels", "SecurityOptions", "Warnings", "CDISpecDirs"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Runtimes"]) -> MapOf[Runtime]: ...
    @overload
    def __getitem__(self, key: Literal["Swarm"]) -> SwarmInfo: ...
    @overload
    def __getitem__(self, key: Literal["ContainerdCommit", "RuncCommit", "InitCommit"]) -> Commit: ...
    @overload
    def __getitem__(self, key: Literal["DefaultAddressPools"]) -> ListOf[SystemInfoDefaultAddressPools]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemVersion(Typed):
    Platform: SystemVersionPlatform
    """The product that the engine belongs to."""
    Components: ListOf[SystemVersionComponents]
    """The engine and the programs it runs, each with its version; mostly Engine, containerd, runc and docker-init."""
    Version: str
    """Version of the engine, such as 26.1.5; distributions add something of theirs, as in 26.1.5+dfsg1."""
    ApiVersion: str
    """Newest version of the API that the engine speaks, such as 1.45, as text."""
    MinAPIVersion: str
    """Oldest version of the API that the engine speaks, such as 1.24, as text."""
    GitCommit: str
    """Commit that the engine was built from, shortened to seven digits or more."""
    GoVersion: str
    """Version of Go that it was built with, such as go1.21.12."""
    Os: str
    """Operating system that the engine runs on, linux or windows."""
    Arch: str
    """CPU that the engine was built for, in Go's words, such as amd64 or arm64."""
    KernelVersion: str
    """Version of the host's kernel, as uname -r prints it."""
    Experimental: bool
    """True where the engine has experimental features on; absent otherwise."""
    BuildTime: str
    """When the engine was built, RFC 3339 with nanoseconds."""
    platform: SystemVersionPlatform
    components: ListOf[SystemVersionComponents]
    version: str
    api_version: str
    min_api_version: str
    git_commit: str
    go_version: str
    os: str
    arch: str
    kernel_version: str
    experimental: bool
    build_time: str
    @overload
    def __getitem__(self, key: Literal["Platform"]) -> SystemVersionPlatform: ...
    @overload
    def __getitem__(self, key: Literal["Components"]) -> ListOf[SystemVersionComponents]: ...
    @overload
    def __getitem__(self, key: Literal["Version", "ApiVersion", "MinAPIVersion", "GitCommit", "GoVersion", "Os", "Arch", "KernelVersion", "BuildTime"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Experimental"]) -> bool: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class EventMessage(Typed):
    Type: str
    """What it happened to: container, image, volume, network, plugin or daemon (the engine itself), builder (a prune of the build cache), or, in a swarm, node, …"""
    Action: str
    """What happened, such as create, start, die, oom, destroy, pull, untag, connect, mount, reload or prune."""
    Actor: EventActor
    """The object it happened to."""
    scope: str
    """Where it happened: local on this engine, swarm in the cluster, which only managers report."""
    time: int
    """When it happened, in Unix seconds."""
    timeNano: int
    """The same moment in nanoseconds since 1970; time is this without its last nine digits."""
    status: str
    """The same as Action."""
    id: str
    """Identifier of the actor."""
    type: str
    action: str
    actor: EventActor
    time_nano: int
    from_: str
    @overload
    def __getitem__(self, key: Literal["Type", "Action", "scope", "status", "id", "from"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Actor"]) -> EventActor: ...
    @overload
    def __getitem__(self, key: Literal["time", "timeNano"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemDataUsageAnswer(Typed):
    LayersSize: int
    """Bytes that the layers of all images use together, each layer counted once."""
    Images: ListOf[ImageSummary]
    """All images, with SharedSize and Containers worked out; null where type leaves images out."""
    Containers: ListOf[ContainerSummary]
    """All containers, stopped ones too, with SizeRw and SizeRootFs measured; null where type leaves containers out."""
    Volumes: ListOf[Volume]
    """Volumes of the local driver without driver options, with UsageData, which tells the bytes and how many containers use each; volumes of plugins and mounted …"""
    BuildCache: ListOf[_t_BuildCache]
    """The entries of BuildKit's cache; null where type leaves build-cache out."""
    layers_size: int
    images: ListOf[ImageSummary]
    containers: ListOf[ContainerSummary]
    volumes: ListOf[Volume]
    build_cache: ListOf[_t_BuildCache]
    @overload
    def __getitem__(self, key: Literal["LayersSize"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Images"]) -> ListOf[ImageSummary]: ...
    @overload
    def __getitem__(self, key: Literal["Containers"]) -> ListOf[ContainerSummary]: ...
    @overload
    def __getitem__(self, key: Literal["Volumes"]) -> ListOf[Volume]: ...
    @overload
    def __getitem__(self, key: Literal["BuildCache"]) -> ListOf[_t_BuildCache]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ExecInspectAnswer(Typed):
    CanRemove: bool
    """True once the engine is about to forget the command, which it does by itself; nothing for you to act on."""
    DetachKeys: str
    """The key sequence to detach with that `container.exec` was given; empty for the engine's own."""
    ID: str
    """ID of the command, 64 hexadecimal digits."""
    Running: bool
    """True while the command runs; false before its start and after its end, which ExitCode tells apart."""
    ExitCode: int
    """What the command ended with: 0 by custom for success, 126 or 127 if it could not be run, 128 and the signal's number if one killed it."""
    ProcessConfig: _t_ProcessConfig
    """The command as it was asked for."""
    OpenStdin: bool
    """Whether input can be sent, from AttachStdin."""
    OpenStderr: bool
    """Whether standard error is sent to the client, from AttachStderr."""
    OpenStdout: bool
    """Whether standard output is sent to the client, from AttachStdout."""
    ContainerID: str
    """Full ID of the container in which the command runs."""
    Pid: int
    """Process ID of the command as the engine's host counts it; 0 before the start."""
    can_remove: bool
    detach_keys: str
    id: str
    running: bool
    exit_code: int
    process_config: _t_ProcessConfig
    open_stdin: bool
    open_stderr: bool
    open_stdout: bool
    container_id: str
    pid: int
    @overload
    def __getitem__(self, key: Literal["CanRemove", "Running", "OpenStdin", "OpenStderr", "OpenStdout"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["DetachKeys", "ID", "ContainerID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["ExitCode", "Pid"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["ProcessConfig"]) -> _t_ProcessConfig: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class VolumeListResponse(Typed):
    Volumes: ListOf[Volume]
    """The volumes that match, in no certain order."""
    Warnings: ListOf[str]
    """A line for each driver that did not answer, whose volumes are missing here; null where all is well."""
    volumes: ListOf[Volume]
    warnings: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Volumes"]) -> ListOf[Volume]: ...
    @overload
    def __getitem__(self, key: Literal["Warnings"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Volume(Typed):
    Name: str
    """Name to mount it by and to ask for it by, unique on the engine."""
    Driver: str
    """Driver that keeps the data, local for folders of the engine's host, else the name of a plugin."""
    Mountpoint: str
    """Folder with the data on the engine's host, which is not this machine where the engine is remote."""
    CreatedAt: str
    """When it was created, RFC 3339 to the second; for a cluster volume the same moment written another way, as 2026-11-23 08:04:03.2 +0000 UTC."""
    Status: Result
    """What the driver of a plugin has to tell about the volume, by names of its own."""
    Labels: MapOf[str]
    """Labels of the volume, by name; null where there is none."""
    Scope: str
    """Where the volume can be reached: local on this host alone, global from all nodes of the swarm."""
    ClusterVolume: _t_ClusterVolume
    """The volume as the swarm sees it."""
    Options: MapOf[str]
    """Options that were given to the driver as DriverOpts; null where there was none."""
    UsageData: VolumeUsageData
    """How large the volume is and how many use it."""
    name: str
    driver: str
    mountpoint: str
    created_at: str
    status: Result
    labels: MapOf[str]
    scope: str
    cluster_volume: _t_ClusterVolume
    options: MapOf[str]
    usage_data: VolumeUsageData
    @overload
    def __getitem__(self, key: Literal["Name", "Driver", "Mountpoint", "CreatedAt", "Scope"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Status"]) -> Result: ...
    @overload
    def __getitem__(self, key: Literal["Labels", "Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["ClusterVolume"]) -> _t_ClusterVolume: ...
    @overload
    def __getitem__(self, key: Literal["UsageData"]) -> VolumeUsageData: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class VolumePruneAnswer(Typed):
    VolumesDeleted: ListOf[str]
    """Names of the volumes that were removed; an empty list where there was none."""
    SpaceReclaimed: int
    """Bytes on disk that they had used."""
    volumes_deleted: ListOf[str]
    space_reclaimed: int
    @overload
    def __getitem__(self, key: Literal["VolumesDeleted"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["SpaceReclaimed"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Network(Typed):
    Name: str
    """Its name, which is unique on the engine, though a local and a swarm network may share one."""
    Id: str
    """Its ID: 64 hexadecimal digits, 25 letters and digits for one of a swarm."""
    Created: str
    """When it was made, in RFC 3339 with up to nine decimals."""
    Scope: str
    """How far it reaches: `local` this engine, `swarm` all nodes of the swarm, `global` an outside store, which is out of use."""
    Driver: str
    """What makes it: `bridge`, `overlay`, `macvlan`, `ipvlan`, `host`, `null` (for `none` and for ConfigOnly) or a plugin."""
    EnableIPv6: bool
    """True if containers get IPv6 addresses on it as well."""
    IPAM: _t_IPAM
    """Its address ranges, with those that the engine picked by itself."""
    Internal: bool
    """True if nothing on it can reach beyond it, nor be reached."""
    Attachable: bool
    """True if plain containers may join a network of the swarm."""
    Ingress: bool
    """True for the one network by which the swarm spreads published ports over all nodes."""
    ConfigFrom: ConfigReference
    """The ConfigOnly network that gave the settings; its Network is empty for nearly all."""
    ConfigOnly: bool
    """True if it holds settings for other networks only, and nothing can join."""
    Containers: MapOf[NetworkContainer]
    """Running containers on it, by full ID; those of this node alone if it is a swarm's, where keys such as `lb-<name>` are the swarm's own."""
    Options: MapOf[str]
    """Settings of the driver as they were given; those that it chose itself show for the default `bridge` alone."""
    Labels: MapOf[str]
    """Labels it was made with, name and text; null or empty without any."""
    Peers: ListOf[PeerInfo]
    """Nodes that have the network in use, for `overlay` ones; absent or null for all others."""
    Services: MapOf[Result]
    """The services on the network with their tasks."""
    name: str
    id: str
    created: str
    scope: str
    driver: str
    enable_ipv6: bool
    ipam: _t_IPAM
    internal: bool
    attachable: bool
    ingress: bool
    config_from: ConfigReference
    config_only: bool
    containers: MapOf[NetworkContainer]
    options: MapOf[str]
    labels: MapOf[str]
    peers: ListOf[PeerInfo]
    services: MapOf[Result]
    @overload
    def __getitem__(self, key: Literal["Name", "Id", "Created", "Scope", "Driver"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["EnableIPv6", "Internal", "Attachable", "Ingress", "ConfigOnly"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["IPAM"]) -> _t_IPAM: ...
    @overload
    def __getitem__(self, key: Literal["ConfigFrom"]) -> ConfigReference: ...
    @overload
    def __getitem__(self, key: Literal["Containers"]) -> MapOf[NetworkContainer]: ...
    @overload
    def __getitem__(self, key: Literal["Options", "Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Peers"]) -> ListOf[PeerInfo]: ...
    @overload
    def __getitem__(self, key: Literal["Services"]) -> MapOf[Result]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkCreateAnswer(Typed):
    Id: str
    """ID of the new network: 64 hexadecimal digits, or 25 letters and digits if it belongs to the swarm."""
    Warning: str
    """Something that the engine thinks you should know; empty as a rule."""
    id: str
    warning: str
    @overload
    def __getitem__(self, key: Literal["Id", "Warning"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkPruneAnswer(Typed):
    NetworksDeleted: ListOf[str]
    """Names, not IDs, of the networks that were removed; null if there were none."""
    networks_deleted: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["NetworksDeleted"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Plugin(Typed):
    Id: str
    """ID that the engine gave it, 64 hex digits; the first of them are enough in calls."""
    Name: str
    """Name it has here, with its tag; it is also the name of the driver it serves as."""
    Enabled: bool
    """Whether it is switched on, so that its process runs and its drivers can be used."""
    Settings: PluginSettings
    """What is set here, at first as in Config; PluginSet changes it."""
    PluginReference: str
    """Name under which it was pulled and is pushed, with its registry and tag."""
    Config: PluginConfig
    """What the plugin is, as its maker wrote it into config.json."""
    id: str
    name: str
    enabled: bool
    settings: PluginSettings
    plugin_reference: str
    config: PluginConfig
    @overload
    def __getitem__(self, key: Literal["Id", "Name", "PluginReference"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Enabled"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Settings"]) -> PluginSettings: ...
    @overload
    def __getitem__(self, key: Literal["Config"]) -> PluginConfig: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginPrivilege(Typed):
    Name: str
    """Kind of right: network, mount, device, capabilities, host ipc namespace, host pid namespace, or allow-all-devices."""
    Description: str
    """The kind of right in words, written by the engine."""
    Value: ListOf[str]
    """What exactly it asks for, such as host for a network, a path of the host, or CAP_SYS_ADMIN; true for a yes."""
    name: str
    description: str
    value: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Name", "Description"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Value"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Node(Typed):
    ID: str
    """25 letters and digits that the swarm made when the node joined; an engine that leaves and joins again gets another."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.node.update`."""
    CreatedAt: str
    """When it joined, RFC 3339 in UTC with up to nine digits of a second."""
    UpdatedAt: str
    """Last change of any kind, also of its state, RFC 3339 in UTC."""
    Spec: NodeSpec
    """What it is told to do, as set by `client.node.update`."""
    Description: NodeDescription
    """What it is and has, as it reported itself."""
    Status: NodeStatus
    """Whether the managers hear from it."""
    ManagerStatus: _t_ManagerStatus
    """Its part among the managers."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: NodeSpec
    description: NodeDescription
    status: NodeStatus
    manager_status: _t_ManagerStatus
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> NodeSpec: ...
    @overload
    def __getitem__(self, key: Literal["Description"]) -> NodeDescription: ...
    @overload
    def __getitem__(self, key: Literal["Status"]) -> NodeStatus: ...
    @overload
    def __getitem__(self, key: Literal["ManagerStatus"]) -> _t_ManagerStatus: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Swarm(Typed):
    ID: str
    """25 letters and digits that tell this swarm from others."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.swarm.update`."""
    CreatedAt: str
    """When `client.swarm.init` made it, RFC 3339 in UTC."""
    UpdatedAt: str
    """Last change of settings, tokens or certificates, RFC 3339 in UTC."""
    Spec: SwarmSpec
    """Its settings."""
    TLSInfo: _t_TLSInfo
    """The root that the nodes' certificates come from now."""
    RootRotationInProgress: bool
    """True from a change of the root until the last node has its new certificate; a node that is down holds it up."""
    DataPathPort: int
    """UDP port of the overlay networks' traffic, as set by SwarmInit."""
    DefaultAddrPool: ListOf[str]
    """Ranges that overlay networks take their subnets from, in CIDR notation, as set by SwarmInit."""
    SubnetSize: int
    """Prefix length of each subnet from DefaultAddrPool, as set by SwarmInit."""
    JoinTokens: _t_JoinTokens
    """What new nodes join with."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: SwarmSpec
    tls_info: _t_TLSInfo
    root_rotation_in_progress: bool
    data_path_port: int
    default_addr_pool: ListOf[str]
    subnet_size: int
    join_tokens: _t_JoinTokens
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> SwarmSpec: ...
    @overload
    def __getitem__(self, key: Literal["TLSInfo"]) -> _t_TLSInfo: ...
    @overload
    def __getitem__(self, key: Literal["RootRotationInProgress"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["DataPathPort", "SubnetSize"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["DefaultAddrPool"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["JoinTokens"]) -> _t_JoinTokens: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmUnlockkeyAnswer(Typed):
    UnlockKey: str
    """Text that begins with `SWMKEY-1-`, a secret."""
    unlock_key: str
    @overload
    def __getitem__(self, key: Literal["UnlockKey"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Service(Typed):
    ID: str
    """25 letters and digits."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.service.update`."""
    CreatedAt: str
    """When it was created, RFC 3339 in UTC with up to nine digits of a second."""
    UpdatedAt: str
    """Last change, RFC 3339 in UTC; steps of a running update count too."""
    Spec: ServiceSpec
    """What it is told to be."""
    Endpoint: ServiceEndpoint
    """How it is reached now, with what the swarm chose itself."""
    UpdateStatus: ServiceUpdateStatus
    """How the last update or rollback went."""
    ServiceStatus: ServiceServiceStatus
    """Tasks in numbers."""
    JobStatus: ServiceJobStatus
    """The present run of a job."""
    PreviousSpec: ServiceSpec
    """The spec before the last update, which a rollback returns to."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: ServiceSpec
    endpoint: ServiceEndpoint
    update_status: ServiceUpdateStatus
    service_status: ServiceServiceStatus
    job_status: ServiceJobStatus
    previous_spec: ServiceSpec
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec", "PreviousSpec"]) -> ServiceSpec: ...
    @overload
    def __getitem__(self, key: Literal["Endpoint"]) -> ServiceEndpoint: ...
    @overload
    def __getitem__(self, key: Literal["UpdateStatus"]) -> ServiceUpdateStatus: ...
    @overload
    def __getitem__(self, key: Literal["ServiceStatus"]) -> ServiceServiceStatus: ...
    @overload
    def __getitem__(self, key: Literal["JobStatus"]) -> ServiceJobStatus: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceCreateResponse(Typed):
    ID: str
    """ID for all other calls; the name does as well."""
    Warnings: ListOf[str]
    """Remarks for a reader, in English; null is none."""
    id: str
    warnings: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["ID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Warnings"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceUpdateAnswer(Typed):
    Warnings: ListOf[str]
    """What the engine wants the caller to know."""
    warnings: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Warnings"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Task(Typed):
    ID: str
    """25 letters and digits, which also end the container's name."""
    Version: ObjectVersion
    """Grows with each change."""
    CreatedAt: str
    """When the swarm made it, RFC 3339 in UTC; its container comes later."""
    UpdatedAt: str
    """When something of it changed last, RFC 3339 in UTC."""
    Name: str
    """Mostly absent."""
    Labels: MapOf[str]
    """Labels of the task itself, mostly none."""
    Spec: TaskSpec
    """What it runs, copied from the service when it was made."""
    ServiceID: str
    """The service that it belongs to; absent for a container attached to a network by hand."""
    Slot: int
    """Number of the replica, from 1; a successor takes the same."""
    NodeID: str
    """Where it runs or ran."""
    AssignedGenericResources: ListOf[TaskAssignedGenericResources]
    """Which of the node's generic resources it was given, named ones by name."""
    Status: TaskStatus
    """State, container and error of the moment, as its node told last."""
    DesiredState: str
    """Where the swarm wants it: mostly `running`, `complete` for a job, `ready` while it waits for its turn, `shutdown` or `remove` once it is to go."""
    JobIteration: ObjectVersion
    """Which run of a job it belongs to, as JobStatus of the service counts them."""
    NetworksAttachments: ListOf[NetworkAttachment]
    """Its networks with its address on each."""
    Volumes: ListOf[TaskVolumes]
    """Cluster volumes that the task uses."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    name: str
    labels: MapOf[str]
    spec: TaskSpec
    service_id: str
    slot: int
    node_id: str
    assigned_generic_resources: ListOf[TaskAssignedGenericResources]
    status: TaskStatus
    desired_state: str
    job_iteration: ObjectVersion
    networks_attachments: ListOf[NetworkAttachment]
    volumes: ListOf[TaskVolumes]
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt", "Name", "ServiceID", "NodeID", "DesiredState"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version", "JobIteration"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> TaskSpec: ...
    @overload
    def __getitem__(self, key: Literal["Slot"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["AssignedGenericResources"]) -> ListOf[TaskAssignedGenericResources]: ...
    @overload
    def __getitem__(self, key: Literal["Status"]) -> TaskStatus: ...
    @overload
    def __getitem__(self, key: Literal["NetworksAttachments"]) -> ListOf[NetworkAttachment]: ...
    @overload
    def __getitem__(self, key: Literal["Volumes"]) -> ListOf[TaskVolumes]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Secret(Typed):
    ID: str
    """25 letters and digits, needed as SecretID in services."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.secret.update`."""
    CreatedAt: str
    """When it was created, RFC 3339 in UTC."""
    UpdatedAt: str
    """When its labels were changed last, RFC 3339 in UTC; at first the same as CreatedAt."""
    Spec: SecretSpec
    """Name, labels and drivers."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: SecretSpec
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> SecretSpec: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SecretCreateAnswer(Typed):
    ID: str
    """The identifier of what was created."""
    id: str
    @overload
    def __getitem__(self, key: Literal["ID"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Config(Typed):
    ID: str
    """25 letters and digits, needed as ConfigID in services."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.config.update`."""
    CreatedAt: str
    """When it was created, RFC 3339 in UTC."""
    UpdatedAt: str
    """When its labels were changed last, RFC 3339 in UTC; at first the same as CreatedAt."""
    Spec: ConfigSpec
    """Name, labels and the data themselves."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: ConfigSpec
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> ConfigSpec: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ConfigCreateAnswer(Typed):
    ID: str
    """The identifier of what was created."""
    id: str
    @overload
    def __getitem__(self, key: Literal["ID"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class DistributionInspect(Typed):
    Descriptor: OCIDescriptor
    """Digest, size and kind of the manifest; its digest is what the tag stands for now."""
    Platforms: ListOf[OCIPlatform]
    """Platforms that the image can be pulled for, one for each manifest."""
    descriptor: OCIDescriptor
    platforms: ListOf[OCIPlatform]
    @overload
    def __getitem__(self, key: Literal["Descriptor"]) -> OCIDescriptor: ...
    @overload
    def __getitem__(self, key: Literal["Platforms"]) -> ListOf[OCIPlatform]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HostConfigBlkioWeightDeviceDict(TypedDict, total=False):
    Path: Text | None
    """Block device on the host to which the weight applies, as `/dev/sda`."""
    Weight: int | None
    """The container's share on that device, 10 to 1000; 0 for none of its own."""

class HostConfigUlimitsDict(TypedDict, total=False):
    Name: Text | None
    """Which limit, in small letters and without RLIMIT_: `nofile` (open files), `nproc`, `core`, `memlock`, `stack` and so on."""
    Soft: int | None
    """The value in force, which a process may raise up to Hard."""
    Hard: int | None
    """How far Soft may be raised, and not less than it; -1 is no limit."""

class HostConfigLogConfigDict(TypedDict, total=False):
    Type: Text | None
    """Driver: `json-file` keeps a file on the host, `journald` and `syslog` use the host's log, `gelf`, `fluentd`, `awslogs` and `splunk` send it on, `etwlogs` is …"""
    Config: Mapping[str, Text | None] | None
    """Options of the driver, all text: `max-size` and `max-file` bound the files of `json-file`, which else grow for ever."""

class HostConfigPortBindingsDict(TypedDict, total=False):
    HostIp: Text | None
    """Address of the host that is listened on."""
    HostPort: Text | None
    """Port of the host, as text."""

class MountDict(TypedDict, total=False):
    Target: Text | None
    """Absolute path inside the container, made if it is missing."""
    Source: Text | None
    """For `bind` an absolute path that exists on the engine's host, not on yours; for `volume` its name, made when missing, or nothing for an anonymous one."""
    Type: Literal["bind", "cluster", "npipe", "tmpfs", "volume"] | None
    """`bind`, `volume` or `tmpfs`, which decides what Source means and which options count."""
    ReadOnly: bool | None
    """True: the container cannot write there."""
    Consistency: Text | None
    """Hint from Docker Desktop for Mac: `consistent`, `cached` or `delegated`, or `default`."""
    BindOptions: MountBindOptionsDict
    """Options for Type `bind` only."""
    VolumeOptions: MountVolumeOptionsDict
    """Options for Type `volume` only; labels and driver count when the volume is made, not if it exists."""
    TmpfsOptions: MountTmpfsOptionsDict
    """Options for Type `tmpfs` only."""
    ClusterOptions: Mapping[str, Any] | None
    """Present for a cluster volume; has no options yet."""

class ContainerUpdateBodyBlkioWeightDeviceDict(TypedDict, total=False):
    Path: Text | None
    """Block device on the host to which the weight applies, as `/dev/sda`."""
    Weight: int | None
    """The container's share on that device, 10 to 1000; 0 for none of its own."""

class ContainerUpdateBodyUlimitsDict(TypedDict, total=False):
    Name: Text | None
    """Which limit, in small letters and without RLIMIT_: `nofile` (open files), `nproc`, `core`, `memlock`, `stack` and so on."""
    Soft: int | None
    """The value in force, which a process may raise up to Hard."""
    Hard: int | None
    """How far Soft may be raised, and not less than it; -1 is no limit."""

class ClusterVolumeSpecAccessModeDict(TypedDict, total=False):
    Scope: Literal["", "single", "multi"] | None
    """Whether one node or several may use the volume at a time."""
    Sharing: Literal["", "none", "readonly", "onewriter", "all"] | None
    """How many tasks of a node may use the volume, and which of them write."""
    MountVolume: ClusterVolumeSpecAccessModeMountVolumeDict
    """Present when the volume is mounted as a file system."""
    BlockVolume: Mapping[str, Any] | None
    """Present when the volume is used as a block device."""

class ClusterVolumeSpecAccessibilityRequirementsDict(TypedDict, total=False):
    Requisite: Items[TopologyDict] | None
    """One of these is needed."""
    Preferred: Items[TopologyDict] | None
    """These are tried first, in order."""

class ClusterVolumeSpecCapacityRangeDict(TypedDict, total=False):
    RequiredBytes: int | None
    """At least."""
    LimitBytes: int | None
    """At most, 0 for no bound."""

class ClusterVolumeSpecSecretsDict(TypedDict, total=False):
    Key: Text | None
    """Name under which the plugin gets it."""
    Secret: Text | None
    """Name or identifier of the secret."""

class IPAMConfigDict(TypedDict, total=False):
    Subnet: Text | None
    """The range as `address/bits`, with the bits beyond the network part at 0: `172.29.40.0/24`, `fd00:40::/64`."""
    IPRange: Text | None
    """Part of Subnet that free addresses are taken from, as `172.29.40.128/25`; fixed ones may lie outside it."""
    Gateway: Text | None
    """The gateway's address in Subnet, which the host gets with `bridge`."""
    AuxiliaryAddresses: Mapping[str, Text | None] | None
    """Addresses that no container is to get, as something else has them: from any name to the address."""

class EndpointIPAMConfigDict(TypedDict, total=False):
    IPv4Address: Text | None
    """IPv4 address in the network's Subnet, without bits."""
    IPv6Address: Text | None
    """IPv6 address in the network's IPv6 Subnet, as `fd00:40::20`."""
    LinkLocalIPs: Items[Text] | None
    """Link-local addresses to add, of `169.254.0.0/16` or `fe80::/64`."""

class SwarmSpecOrchestrationDict(TypedDict, total=False):
    TaskHistoryRetentionLimit: int | None
    """How many ended tasks are kept for each slot, or for each node of a global service, with containers and logs."""

class SwarmSpecRaftDict(TypedDict, total=False):
    SnapshotInterval: int | None
    """After how many entries of the log the state is written out as a whole."""
    KeepOldSnapshots: int | None
    """How many earlier snapshots stay on disk besides the last."""
    LogEntriesForSlowFollowers: int | None
    """How many entries from before a snapshot are kept, so that managers that lag need not load it whole."""
    ElectionTick: int | None
    """After how many ticks (now a second each) without a word from the leader a manager stands for election."""
    HeartbeatTick: int | None
    """Every how many ticks (now a second each) the leader shows that it is alive."""

class SwarmSpecDispatcherDict(TypedDict, total=False):
    HeartbeatPeriod: Duration | None
    """How often nodes report, in nanoseconds; a few silent periods make one `down`."""

class SwarmSpecCAConfigDict(TypedDict, total=False):
    NodeCertExpiry: Duration | None
    """How long a node's certificate is good, in nanoseconds; nodes renew it in time."""
    ExternalCAs: Items[SwarmSpecCAConfigExternalCAsDict] | None
    """Authorities outside the swarm that sign instead of the managers."""
    SigningCACert: Text | None
    """Certificate of a root of one's own to go over to, in PEM."""
    SigningCAKey: Text | None
    """Private key for SigningCACert, in PEM; not needed if an external authority signs for it."""
    ForceRotate: int | None
    """A number to raise by one for a new root that the managers make themselves."""

class SwarmSpecEncryptionConfigDict(TypedDict, total=False):
    AutoLockManagers: bool | None
    """True makes managers wait for the unlock key after each restart."""

class SwarmSpecTaskDefaultsDict(TypedDict, total=False):
    LogDriver: SwarmSpecTaskDefaultsLogDriverDict
    """Log driver for services without one of their own."""

class SwarmUpdateCAConfigExternalCAsDict(TypedDict, total=False):
    Protocol: Literal["cfssl"] | None
    """How it is talked to: `cfssl`, the JSON API of Cloudflare's signer, is the only one."""
    URL: Text | None
    """Where it takes requests to sign, such as `https://ca.example.com/api/v1/cfssl/sign`."""
    Options: Mapping[str, Text | None] | None
    """Options for the protocol, names to values; `cfssl` needs none."""
    CACert: Text | None
    """Root certificate that this authority signs under, in PEM."""

class SwarmUpdateTaskDefaultsLogDriverDict(TypedDict, total=False):
    Name: Text | None
    """Driver such as `json-file`, `local` or `journald`; every node has to have it."""
    Options: Mapping[str, Text | None] | None
    """Options of the driver, values as text: `{"max-size": "10m", "max-file": "3"}`."""

class TaskSpecPluginSpecDict(TypedDict, total=False):
    Name: Text | None
    """What the plugin is called on each node, as PluginList shows it there; the tag may be left out."""
    Remote: Text | None
    """Where to pull it from, such as `registry.example.com/vol:1`."""
    Disabled: bool | None
    """True installs it without enabling it."""
    Privileges: Items[PluginPrivilegeDict] | None
    """What the plugin is granted, as `client.plugin.get_plugin_privileges` lists it."""
    Env: Items[Text] | None
    """Environment of the plugin, each item NAME=value."""

class TaskSpecContainerSpecDict(TypedDict, total=False):
    Image: Text | None
    """Image as `name:tag` or `name@sha256:...`."""
    Labels: Mapping[str, Text | None] | None
    """Labels of the containers, beside those that the swarm adds (`com.docker.swarm.`...)."""
    Command: Items[Text] | None
    """Program to run in place of the image's entrypoint, its first arguments with it; what a container calls `Entrypoint`."""
    Args: Items[Text] | None
    """What follows Command, or the image's entrypoint, on the command line; what a container calls `Cmd`."""
    Hostname: Text | None
    """Host name in the container; a template such as `{{.Service.Name}}-{{.Task.Slot}}` is filled in for each task."""
    Env: Items[Text] | None
    """Environment, each item `NAME=value`; templates such as `{{.Node.Hostname}}` are filled in."""
    Dir: Text | None
    """Directory that the program starts in."""
    User: Text | None
    """User to run as, by name or number, with a group if wanted: `www-data`, `1000:1000`."""
    Groups: Items[Text] | None
    """More groups for the program to be in, by name or number, as text."""
    Privileges: TaskSpecContainerSpecPrivilegesDict
    """What the kernel lets the container do."""
    TTY: bool | None
    """True gives the container a terminal; its log then has one stream, standard error in it."""
    OpenStdin: bool | None
    """True keeps standard input open though nothing writes to it, for programs that end with it."""
    ReadOnly: bool | None
    """True makes all of the container's files read-only except in Mounts."""
    Mounts: Items[MountDict] | None
    """What is mounted into each container."""
    StopSignal: Text | None
    """Signal to end the program with, such as `SIGINT`."""
    StopGracePeriod: Duration | None
    """How long the container has after StopSignal before it is killed, in nanoseconds."""
    Healthcheck: HealthConfigDict
    """Test of the container's health; a task counts as running only when it passes, and one that is unhealthy is replaced."""
    Hosts: Items[Text] | None
    """Lines for the container's /etc/hosts, as they stand there: `10.0.0.5 db db.example.com`."""
    DNSConfig: TaskSpecContainerSpecDNSConfigDict
    """What the container's /etc/resolv.conf says."""
    Secrets: Items[TaskSpecContainerSpecSecretsDict] | None
    """Secrets that the container finds as files in memory, mostly below /run/secrets."""
    Configs: Items[TaskSpecContainerSpecConfigsDict] | None
    """Configs that the container finds as files, anywhere."""
    Isolation: Literal["default", "process", "hyperv", ""] | None
    """Windows: `process` shares the host's kernel, `hyperv` runs in a small virtual machine, `default` or empty is the engine's choice."""
    Init: bool | None
    """True puts a small init before the program, which passes signals on and reaps what is left over."""
    Sysctls: Mapping[str, Text | None] | None
    """Kernel settings for the container's own namespaces, values as text: `{"net.core.somaxconn": "1024"}`."""
    CapabilityAdd: Items[Text] | None
    """Rights beyond the usual ones, such as `CAP_NET_ADMIN`; the `CAP_` may be left out, and `ALL` gives every one."""
    CapabilityDrop: Items[Text] | None
    """Rights to take away from the usual ones, such as `CAP_NET_RAW`; `ALL` takes every one."""
    Ulimits: Items[TaskSpecContainerSpecUlimitsDict] | None
    """Limits for each process in the container."""

class TaskSpecNetworkAttachmentSpecDict(TypedDict, total=False):
    ContainerID: Text | None
    """ID of that container on its node."""

class TaskSpecResourcesDict(TypedDict, total=False):
    Limits: LimitDict
    """What a task can use at most."""
    Reservations: ResourceObjectDict
    """What a node must have left over for the task."""

class TaskSpecRestartPolicyDict(TypedDict, total=False):
    Condition: Literal["", "none", "on-failure", "any"] | None
    """`any` always replaces it, `on-failure` unless it ended with exit code 0, `none` never."""
    Delay: Duration | None
    """How long to wait before the next one, in nanoseconds."""
    MaxAttempts: int | None
    """How many successors there may be within Window."""
    Window: Duration | None
    """Time over which MaxAttempts counts, in nanoseconds."""

class TaskSpecPlacementDict(TypedDict, total=False):
    Constraints: Items[Text] | None
    """Rules that a node has to meet, every one: `node.role == worker`, `node.hostname != alpha`, `node.labels.disk == ssd`, also `node.id`, `node.ip`, …"""
    Preferences: Items[TaskSpecPlacementPreferencesDict] | None
    """Wishes that never keep a task waiting; the first in the list counts most."""
    MaxReplicas: int | None
    """How many tasks of the service one node may run, for replicated services."""
    Platforms: Items[PlatformDict] | None
    """What the image is made for, as a registry tells; other nodes are passed over."""

class TaskSpecLogDriverDict(TypedDict, total=False):
    Name: Text | None
    """Driver such as `json-file`, `local`, `journald` or `none`."""
    Options: Mapping[str, Text | None] | None
    """Options of the driver, values as text: `{"max-size": "10m"}`."""

class ServiceCreateModeReplicatedDict(TypedDict, total=False):
    Replicas: int | None
    """How many; absent is 1."""

class ServiceCreateModeReplicatedJobDict(TypedDict, total=False):
    MaxConcurrent: int | None
    """How many run at a time; absent is 1."""
    TotalCompletions: int | None
    """How many have to end with exit code 0."""

class EndpointPortConfigDict(TypedDict, total=False):
    Name: Text | None
    """A word for the reader, such as `http`; nothing looks at it."""
    Protocol: Literal["", "tcp", "udp", "sctp"] | None
    """`tcp`, `udp` or `sctp`."""
    TargetPort: int | None
    """Port that the program in the container listens on."""
    PublishedPort: int | None
    """Port of the nodes."""
    PublishMode: Literal["", "ingress", "host"] | None
    """`ingress` opens the port on all nodes and shares connections out to the tasks; `host` opens it only where a task runs, straight to that task."""

class ServiceCreateBodyModeDict(TypedDict, total=False):
    Replicated: ServiceCreateBodyModeReplicatedDict
    """So many tasks, spread over the nodes."""
    Global: Mapping[str, Any] | None
    """One task on every node that fits, also on those that join later."""
    ReplicatedJob: ServiceCreateBodyModeReplicatedJobDict
    """Tasks that are meant to end; the job is done when enough of them ended with exit code 0."""
    GlobalJob: Mapping[str, Any] | None
    """One task on every node that fits, until it ends with exit code 0."""

class ServiceCreateBodyUpdateConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within an UpdateConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause", "rollback"] | None
    """When too many new tasks fail: `pause` leaves things as they are then, `continue` goes on, `rollback` returns to the spec before."""
    Monitor: Duration | None
    """How long after its start a new task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the old task and then starts the new one, `start-first` has both for a moment."""

class ServiceCreateBodyRollbackConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within a RollbackConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause"] | None
    """When too many tasks fail on the way back: `pause` stops there, `continue` goes on."""
    Monitor: Duration | None
    """How long after its start a task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail on the way back before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the newer task and then starts the older one, `start-first` has both for a moment."""

class ServiceUpdateModeReplicatedDict(TypedDict, total=False):
    Replicas: int | None
    """How many; absent is 1."""

class ServiceUpdateModeReplicatedJobDict(TypedDict, total=False):
    MaxConcurrent: int | None
    """How many run at a time; absent is 1."""
    TotalCompletions: int | None
    """How many have to end with exit code 0."""

class ServiceUpdateBodyModeDict(TypedDict, total=False):
    Replicated: ServiceUpdateBodyModeReplicatedDict
    """So many tasks, spread over the nodes."""
    Global: Mapping[str, Any] | None
    """One task on every node that fits, also on those that join later."""
    ReplicatedJob: ServiceUpdateBodyModeReplicatedJobDict
    """Tasks that are meant to end; the job is done when enough of them ended with exit code 0."""
    GlobalJob: Mapping[str, Any] | None
    """One task on every node that fits, until it ends with exit code 0."""

class ServiceUpdateBodyUpdateConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within an UpdateConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause", "rollback"] | None
    """When too many new tasks fail: `pause` leaves things as they are then, `continue` goes on, `rollback` returns to the spec before."""
    Monitor: Duration | None
    """How long after its start a new task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the old task and then starts the new one, `start-first` has both for a moment."""

class ServiceUpdateBodyRollbackConfigDict(TypedDict, total=False):
    Parallelism: int | None
    """How many tasks at a time; 0, or absent within a RollbackConfig, is all at once."""
    Delay: Duration | None
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: Literal["", "continue", "pause"] | None
    """When too many tasks fail on the way back: `pause` stops there, `continue` goes on."""
    Monitor: Duration | None
    """How long after its start a task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float | None
    """Which part of the tasks may fail on the way back before FailureAction, from 0 to 1."""
    Order: Literal["", "stop-first", "start-first"] | None
    """`stop-first` ends the newer task and then starts the older one, `start-first` has both for a moment."""

class Port(Typed):
    IP: str
    """Address of the host on which the port is published; `0.0.0.0` and `::` mean all."""
    PrivatePort: int
    """Number of the port inside the container."""
    PublicPort: int
    """Number of the host's port that leads there."""
    Type: str
    """Protocol of the port: `tcp`, `udp` or `sctp`."""
    ip: str
    private_port: int
    public_port: int
    type: str
    @overload
    def __getitem__(self, key: Literal["IP", "Type"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["PrivatePort", "PublicPort"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerSummaryHostConfig(Typed):
    NetworkMode: str
    """Network it was made with: `bridge`, `host`, `none`, the name of one, or `container:` and an ID."""
    network_mode: str
    @overload
    def __getitem__(self, key: Literal["NetworkMode"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerSummaryNetworkSettings(Typed):
    Networks: MapOf[EndpointSettings]
    """From network name to address there."""
    networks: MapOf[EndpointSettings]
    @overload
    def __getitem__(self, key: Literal["Networks"]) -> MapOf[EndpointSettings]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class MountPoint(Typed):
    Type: str
    """`volume`, `bind` or `tmpfs`; on Windows also `npipe`, in tasks of a swarm also `cluster`."""
    Name: str
    """Name of the volume, 64 hexadecimal digits for an anonymous one."""
    Source: str
    """Where the content lies on the engine's host: the path of a bind, or the folder in which the driver keeps the volume; empty for tmpfs."""
    Destination: str
    """Path inside the container."""
    Driver: str
    """Volume driver that serves it, mostly `local`."""
    Mode: str
    """The options of Binds after the last colon, such as `ro`, or `z` that the engine filled in; see RW for whether writing is possible."""
    RW: bool
    """True if the container may write there."""
    Propagation: str
    """How mounts made later pass between host and container: `rprivate` (not at all) unless asked otherwise."""
    type: str
    name: str
    source: str
    destination: str
    driver: str
    mode: str
    rw: bool
    propagation: str
    @overload
    def __getitem__(self, key: Literal["Type", "Name", "Source", "Destination", "Driver", "Mode", "Propagation"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["RW"]) -> bool: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerState(Typed):
    Status: str
    """`created`: never started."""
    Running: bool
    """True while the main process lives, also when paused, and between two starts by policy."""
    Paused: bool
    """True while it is frozen; Running is then true as well."""
    Restarting: bool
    """True from its end until the next start by its restart policy."""
    OOMKilled: bool
    """True if the kernel killed a process in it for want of memory, in this run or the last."""
    Dead: bool
    """True if a removal failed and left a part; such a container can only be removed."""
    Pid: int
    """Process ID of the main process on the engine's host; 0 if it does not run."""
    ExitCode: int
    """How the last run ended: 0 by custom for success, 137 after SIGKILL (128 and the signal's number), 126 or 127 if the program could not be run, 128 if the start …"""
    Error: str
    """Why the last start failed, as a missing program or a taken port; empty if it did not."""
    StartedAt: str
    """When it was last started: RFC 3339 in UTC with up to nine decimals; `0001-01-01T00:00:00Z` if never."""
    FinishedAt: str
    """When it last ended, in the same form; `0001-01-01T00:00:00Z` if it never has."""
    Health: _t_Health
    """What its checks found; absent if it has none."""
    status: str
    running: bool
    paused: bool
    restarting: bool
    oom_killed: bool
    dead: bool
    pid: int
    exit_code: int
    error: str
    started_at: str
    finished_at: str
    health: _t_Health
    @overload
    def __getitem__(self, key: Literal["Status", "Error", "StartedAt", "FinishedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Running", "Paused", "Restarting", "OOMKilled", "Dead"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Pid", "ExitCode"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Health"]) -> _t_Health: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HostConfig(Typed):
    CpuShares: int
    """Weight of the container when CPUs are scarce; 0 is the kernel's own, 1024."""
    Memory: int
    """Memory limit in bytes, 6 MiB (6291456) or more; 0 for all there is."""
    CgroupParent: str
    """Control group to make the container's in: a path such as `/shop`, or a slice such as `shop.slice` where systemd manages them."""
    BlkioWeight: int
    """Share of disk time against other containers, 10 to 1000; 0 leaves it to the kernel."""
    BlkioWeightDevice: ListOf[HostConfigBlkioWeightDevice]
    """Shares of disk time for single devices, in place of BlkioWeight there."""
    BlkioDeviceReadBps: ListOf[ThrottleDevice]
    """How many bytes it may read from a device in a second, one entry for each device."""
    BlkioDeviceWriteBps: ListOf[ThrottleDevice]
    """How many bytes it may write to a device in a second, one entry for each device."""
    BlkioDeviceReadIOps: ListOf[ThrottleDevice]
    """How many read operations a second it may do on a device, one entry for each device."""
    BlkioDeviceWriteIOps: ListOf[ThrottleDevice]
    """How many write operations a second it may do on a device, one entry for each device."""
    CpuPeriod: int
    """Length in microseconds of the interval that CpuQuota is for, 1000 to 1000000; 0 is the kernel's 100000."""
    CpuQuota: int
    """Microseconds of CPU time in each CpuPeriod, over all CPUs: 50000 of 100000 is half of one."""
    CpuRealtimePeriod: int
    """Interval in microseconds for CpuRealtimeRuntime."""
    CpuRealtimeRuntime: int
    """Microseconds in each CpuRealtimePeriod for real-time processes, at most that period."""
    CpusetCpus: str
    """CPUs it may run on, counted from 0: `0-3`, `0,2`."""
    CpusetMems: str
    """Memory nodes it may use, written like CpusetCpus, for hosts with several (NUMA)."""
    Devices: ListOf[DeviceMapping]
    """Devices of the host to let in."""
    DeviceCgroupRules: ListOf[str]
    """Rights for kinds of devices, also ones plugged in later: type (`c`, `b` or `a`), `major:minor` with `*` for any, rights of `rwm`."""
    DeviceRequests: ListOf[DeviceRequest]
    """GPUs and the like, which a driver on the host picks and sets up."""
    KernelMemoryTCP: int
    """Bytes of kernel memory for TCP buffers."""
    MemoryReservation: int
    """Bytes to which the kernel pushes it back when memory is short on the host; a soft limit, below Memory and from 6 MiB on."""
    MemorySwap: int
    """Bytes of memory and swap together, so at least Memory, which has to be set too."""
    MemorySwappiness: int
    """How readily the kernel swaps out, 0 (hardly) to 100."""
    NanoCpus: int
    """How many CPUs it may use, in billionths: 1500000000 is one and a half."""
    OomKillDisable: bool
    """True: out of memory, processes wait instead of being ended, which without a Memory limit can hang the host. cgroup v2 drops it."""
    Init: bool
    """True: run a small init as PID 1, which passes signals on and clears up after orphaned children."""
    PidsLimit: int
    """Most processes and threads inside at a time."""
    Ulimits: ListOf[HostConfigUlimits]
    """Limits for each process by itself, over those that the engine sets for all containers."""
    CpuCount: int
    """Windows only: how many CPUs it may use; goes before CpuShares and CpuPercent."""
    CpuPercent: int
    """Windows only: percentage of the host's CPU time, 1 to 100, if neither CpuCount nor CpuShares is set."""
    IOMaximumIOps: int
    """Windows only: most operations a second on the system drive."""
    IOMaximumBandwidth: int
    """Windows only: most bytes a second to and from the system drive."""
    Binds: ListOf[str]
    """Mounts in the short form `source:target[:options]`."""
    ContainerIDFile: str
    """A note of the docker command about a file that it wrote the ID to."""
    LogConfig: HostConfigLogConfig
    """Where the output of the main process is kept."""
    NetworkMode: str
    """First network: `bridge`, the default, or the name of your own; `host` shares the host's, `none` is without any, `container:<name or ID>` shares another …"""
    PortBindings: MapOf[ListOf[HostConfigPortBindings]]
    """Ports to publish, from `port/protocol` inside to host addresses."""
    RestartPolicy: _t_RestartPolicy
    """What to do when the container ends."""
    AutoRemove: bool
    """True: the engine removes the container and its anonymous volumes once it ends, so logs and exit code are lost."""
    VolumeDriver: str
    """Driver for volumes that this request makes by Binds or Volumes."""
    VolumesFrom: ListOf[str]
    """Mount all that other containers mount, at the same paths: each item a name or ID, with `:ro` or `:rw` after it to change that."""
    Mounts: ListOf[Mount]
    """Mounts in the long form: volumes, paths of the host, and memory."""
    ConsoleSize: ListOf[int]
    """Rows and columns that the terminal has from the start, as `[24, 80]`; counts only with Tty."""
    Annotations: MapOf[str]
    """Notes of name and text that the low-level runtime and its hooks get to see."""
    CapAdd: ListOf[str] | str
    """Rights of root that it gets beyond the usual ones, such as `NET_ADMIN` (with or without CAP_ before it), or `ALL`."""
    CapDrop: ListOf[str] | str
    """Rights of root to take away, by the same names."""
    CgroupnsMode: str
    """`private`: inside, the container's control group looks like the root."""
    Dns: ListOf[str]
    """Addresses of name servers in place of the host's."""
    DnsOptions: ListOf[str]
    """Options for `/etc/resolv.conf`, such as `ndots:2` or `timeout:1`."""
    DnsSearch: ListOf[str]
    """Domains that are tried for short names."""
    ExtraHosts: ListOf[str]
    """Lines for `/etc/hosts`, each `name:address`; the address `host-gateway` stands for the engine's host."""
    GroupAdd: ListOf[str]
    """Further groups of the main process, by number, or by name if the image's `/etc/group` has it; an unknown name fails at the start."""
    IpcMode: str
    """Shared memory and semaphores: `private` its own, `shareable` its own that others may join, `container:<name or ID>` joins one, `host` the host's, `none` its …"""
    Cgroup: str
    """Left from early engines, `container:<name or ID>` to use another's control group."""
    Links: ListOf[str]
    """The old way to find others on the default `bridge`: `name:alias` adds the alias to `/etc/hosts` and makes the other container be there first."""
    OomScoreAdj: int
    """How likely the kernel picks its processes when the host is out of memory: -1000 never, 1000 first."""
    PidMode: str
    """Which processes it sees: its own when empty, `host` for all of the host, `container:<name or ID>` for those of another container."""
    Privileged: bool
    """True: all capabilities, all devices, no masked paths, no seccomp, AppArmor or SELinux."""
    PublishAllPorts: bool
    """True: publish each port of ExposedPorts, from image or request, on a free port of the host, another one at each start."""
    ReadonlyRootfs: bool
    """True: nothing can be written but in volumes, binds and tmpfs; often `/tmp` and `/run` are then wanted in Tmpfs."""
    SecurityOpt: ListOf[str]
    """Settings as `name=value`: `no-new-privileges`, `seccomp=unconfined` or the profile's JSON itself (no path), `apparmor=<profile>`, `label=<option>` for …"""
    StorageOpt: MapOf[str]
    """Options of the storage driver for this container, mostly `size` to bound its files."""
    Tmpfs: MapOf[str]
    """Directories kept in memory, emptied at each stop: from path to options as `mount` takes them, or empty text."""
    UTSMode: str
    """Empty: a host name of its own."""
    UsernsMode: str
    """`host`: users inside are those of the host even if the engine maps them to others."""
    ShmSize: int
    """Bytes of `/dev/shm`, the shared memory that browsers and databases want much of."""
    Sysctls: MapOf[str]
    """Kernel settings of its own, name and text."""
    Runtime: str
    """Program that runs the container, one of Runtimes in `system.info`, such as `runc` or `nvidia`."""
    Isolation: str
    """Windows only: `process` shares the host's kernel, `hyperv` uses a small virtual machine, `default` or empty what the engine is set to."""
    MaskedPaths: ListOf[str]
    """Paths that look empty inside."""
    ReadonlyPaths: ListOf[str]
    """Paths that cannot be written."""
    cpu_shares: int
    memory: int
    cgroup_parent: str
    blkio_weight: int
    blkio_weight_device: ListOf[HostConfigBlkioWeightDevice]
    blkio_device_read_bps: ListOf[ThrottleDevice]
    blkio_device_write_bps: ListOf[ThrottleDevice]
    blkio_device_read_iops: ListOf[ThrottleDevice]
    blkio_device_write_iops: ListOf[ThrottleDevice]
    cpu_period: int
    cpu_quota: int
    cpu_realtime_period: int
    cpu_realtime_runtime: int
    cpuset_cpus: str
    cpuset_mems: str
    devices: ListOf[DeviceMapping]
    device_cgroup_rules: ListOf[str]
    device_requests: ListOf[DeviceRequest]
    kernel_memory_tcp: int
    memory_reservation: int
    memory_swap: int
    memory_swappiness: int
    nano_cpus: int
    oom_kill_disable: bool
    init: bool
    pids_limit: int
    ulimits: ListOf[HostConfigUlimits]
    cpu_count: int
    cpu_percent: int
    io_maximum_iops: int
    io_maximum_bandwidth: int
    binds: ListOf[str]
    container_id_file: str
    log_config: HostConfigLogConfig
    network_mode: str
    port_bindings: MapOf[ListOf[HostConfigPortBindings]]
    restart_policy: _t_RestartPolicy
    auto_remove: bool
    volume_driver: str
    volumes_from: ListOf[str]
    mounts: ListOf[Mount]
    console_size: ListOf[int]
    annotations: MapOf[str]
    cap_add: ListOf[str] | str
    cap_drop: ListOf[str] | str
    cgroupns_mode: str
    dns: ListOf[str]
    dns_options: ListOf[str]
    dns_search: ListOf[str]
    extra_hosts: ListOf[str]
    group_add: ListOf[str]
    ipc_mode: str
    cgroup: str
    links: ListOf[str]
    oom_score_adj: int
    pid_mode: str
    privileged: bool
    publish_all_ports: bool
    readonly_rootfs: bool
    security_opt: ListOf[str]
    storage_opt: MapOf[str]
    tmpfs: MapOf[str]
    uts_mode: str
    userns_mode: str
    shm_size: int
    sysctls: MapOf[str]
    runtime: str
    isolation: str
    masked_paths: ListOf[str]
    readonly_paths: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["CpuShares", "Memory", "BlkioWeight", "CpuPeriod", "CpuQuota", "CpuRealtimePeriod", "CpuRealtimeRuntime", "KernelMemoryTCP", "MemoryReservation", "MemorySwap", "MemorySwappiness", "NanoCpus", "PidsLimit", "CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth", "OomScoreAdj", "ShmSize"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["CgroupParent", "CpusetCpus", "CpusetMems", "ContainerIDFile", "NetworkMode", "VolumeDriver", "CgroupnsMode", "IpcMode", "Cgroup", "PidMode", "UTSMode", "UsernsMode", "Runtime", "Isolation"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["BlkioWeightDevice"]) -> ListOf[HostConfigBlkioWeightDevice]: ...
    @overload
    def __getitem__(self, key: Literal["BlkioDeviceReadBps", "BlkioDeviceWriteBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps"]) -> ListOf[ThrottleDevice]: ...
    @overload
    def __getitem__(self, key: Literal["Devices"]) -> ListOf[DeviceMapping]: ...
    @overload
    def __getitem__(self, key: Literal["DeviceCgroupRules", "Binds", "VolumesFrom", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts", "GroupAdd", "Links", "SecurityOpt", "MaskedPaths", "ReadonlyPaths"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["DeviceRequests"]) -> ListOf[DeviceRequest]: ...
    @overload
    def __getitem__(self, key: Literal["OomKillDisable", "Init", "AutoRemove", "Privileged", "PublishAllPorts", "ReadonlyRootfs"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Ulimits"]) -> ListOf[HostConfigUlimits]: ...
    @overload
    def __getitem__(self, key: Literal["LogConfig"]) -> HostConfigLogConfig: ...
    @overload
    def __getitem__(self, key: Literal["PortBindings"]) -> MapOf[ListOf[HostConfigPortBindings]]: ...
    @overload
    def __getitem__(self, key: Literal["RestartPolicy"]) -> _t_RestartPolicy: ...
    @overload
    def __getitem__(self, key: Literal["Mounts"]) -> ListOf[Mount]: ...
    @overload
    def __getitem__(self, key: Literal["ConsoleSize"]) -> ListOf[int]: ...
    @overload
    def __getitem__(self, key: Literal["Annotations", "StorageOpt", "Tmpfs", "Sysctls"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["CapAdd", "CapDrop"]) -> ListOf[str] | str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class GraphDriverData(Typed):
    Name: str
    """The storage driver, as a rule `overlay2`."""
    Data: MapOf[str]
    """What the driver tells: for `overlay2` the folders LowerDir, UpperDir, MergedDir and WorkDir on the engine's host."""
    name: str
    data: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Data"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerConfig(Typed):
    Hostname: str
    """Host name inside, 63 characters at most."""
    Domainname: str
    """Domain that follows Hostname in the full name inside."""
    User: str
    """Who runs the command: `name`, `uid`, `name:group` or `uid:gid`."""
    AttachStdin: bool
    """A note of the client that it will attach to input."""
    AttachStdout: bool
    """A note of the client that it will attach to output."""
    AttachStderr: bool
    """A note of the client that it will attach to errors, with no effect by itself."""
    ExposedPorts: MapOf[Result]
    """Ports that the program listens on, as `80/tcp` with an empty object; the protocol may be left out for tcp."""
    Tty: bool
    """True: give the main process a terminal."""
    OpenStdin: bool
    """True: keep standard input open, so that whoever attaches can write to it."""
    StdinOnce: bool
    """True: input ends for good when the first client that is attached to it leaves, as a filter such as `sort` needs."""
    Env: ListOf[str]
    """Variables as `NAME=value`, over those of the image; `NAME` by itself takes it away."""
    Cmd: ListOf[str] | str
    """What to run, or the arguments if there is an Entrypoint; one item each."""
    Healthcheck: HealthConfig
    """How the engine finds out whether the program works."""
    ArgsEscaped: bool
    """Windows only: true if Cmd is one command line, quoted already."""
    Image: str
    """Image to make it from: a name with tag or digest, or an ID."""
    Volumes: MapOf[Result]
    """Paths inside that get an anonymous volume each, with an empty object."""
    WorkingDir: str
    """Absolute path in which the command runs, made if missing; a relative one is a 400."""
    Entrypoint: ListOf[str] | str
    """Program before Cmd, with its first arguments."""
    NetworkDisabled: bool
    """True: no network but loopback, as with NetworkMode `none`, which is more usual."""
    MacAddress: str
    """Deprecated from v1.44 on, with a warning: give MacAddress in EndpointsConfig."""
    OnBuild: ListOf[str]
    """Instructions that the image has in store for builds on top of it."""
    Labels: MapOf[str]
    """Labels, name and text, added to the image's; filter by them in `container.list`."""
    StopSignal: str
    """Signal by which `container.stop` asks the program to end, a name or a number as text."""
    StopTimeout: int
    """Whole seconds from the stop signal to SIGKILL, or a `timedelta` in Python; 0 kills at once, -1 never does."""
    Shell: ListOf[str] | str
    """Shell that text is run by, for checks with `CMD-SHELL` and in builds on an image of it."""
    hostname: str
    domainname: str
    user: str
    attach_stdin: bool
    attach_stdout: bool
    attach_stderr: bool
    exposed_ports: MapOf[Result]
    tty: bool
    open_stdin: bool
    stdin_once: bool
    env: ListOf[str]
    cmd: ListOf[str] | str
    healthcheck: HealthConfig
    args_escaped: bool
    image: str
    volumes: MapOf[Result]
    working_dir: str
    entrypoint: ListOf[str] | str
    network_disabled: bool
    mac_address: str
    on_build: ListOf[str]
    labels: MapOf[str]
    stop_signal: str
    stop_timeout: int
    shell: ListOf[str] | str
    @overload
    def __getitem__(self, key: Literal["Hostname", "Domainname", "User", "Image", "WorkingDir", "MacAddress", "StopSignal"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce", "ArgsEscaped", "NetworkDisabled"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["ExposedPorts", "Volumes"]) -> MapOf[Result]: ...
    @overload
    def __getitem__(self, key: Literal["Env", "OnBuild"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Cmd", "Entrypoint", "Shell"]) -> ListOf[str] | str: ...
    @overload
    def __getitem__(self, key: Literal["Healthcheck"]) -> HealthConfig: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["StopTimeout"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkSettings(Typed):
    Bridge: str
    """Left over from early engines; empty, unless the engine runs with a bridge of its own choosing."""
    SandboxID: str
    """ID of the container's network stack, 64 hexadecimal digits, another at each start."""
    HairpinMode: bool
    """Out of use, always false."""
    LinkLocalIPv6Address: str
    """Out of use, always empty; link-local addresses are not reported."""
    LinkLocalIPv6PrefixLen: int
    """Out of use, always 0."""
    Ports: MapOf[ListOf[NetworkSettingsPorts]]
    """From each exposed port to the host ports it got; null where it is not published."""
    SandboxKey: str
    """File of the network namespace on the engine's host, for tools such as `nsenter`; it is there only while the container runs."""
    SecondaryIPAddresses: ListOf[Address]
    """Out of use, null."""
    SecondaryIPv6Addresses: ListOf[Address]
    """Out of use, null, like SecondaryIPAddresses."""
    EndpointID: str
    """ID of the connection to the default `bridge`."""
    Gateway: str
    """Gateway of the default `bridge`, as `172.17.0.1`; elsewhere empty."""
    GlobalIPv6Address: str
    """IPv6 address on the default `bridge`, if the engine gives any there."""
    GlobalIPv6PrefixLen: int
    """Bits of the network part of GlobalIPv6Address at this level; 0 without one."""
    IPAddress: str
    """IPv4 address on the default `bridge`."""
    IPPrefixLen: int
    """Bits of the network part of IPAddress at this level, as 16; 0 where that is empty."""
    IPv6Gateway: str
    """Gateway for IPv6 on the default `bridge`; mostly empty."""
    MacAddress: str
    """MAC address on the default `bridge`; each network in Networks has another."""
    Networks: MapOf[EndpointSettings]
    """From the name of each network that it is on to its address there."""
    bridge: str
    sandbox_id: str
    hairpin_mode: bool
    link_local_ipv6_address: str
    link_local_ipv6_prefix_len: int
    ports: MapOf[ListOf[NetworkSettingsPorts]]
    sandbox_key: str
    secondary_ip_addresses: ListOf[Address]
    secondary_ipv6_addresses: ListOf[Address]
    endpoint_id: str
    gateway: str
    global_ipv6_address: str
    global_ipv6_prefix_len: int
    ip_address: str
    ip_prefix_len: int
    ipv6_gateway: str
    mac_address: str
    networks: MapOf[EndpointSettings]
    @overload
    def __getitem__(self, key: Literal["Bridge", "SandboxID", "LinkLocalIPv6Address", "SandboxKey", "EndpointID", "Gateway", "GlobalIPv6Address", "IPAddress", "IPv6Gateway", "MacAddress"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["HairpinMode"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["LinkLocalIPv6PrefixLen", "GlobalIPv6PrefixLen", "IPPrefixLen"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Ports"]) -> MapOf[ListOf[NetworkSettingsPorts]]: ...
    @overload
    def __getitem__(self, key: Literal["SecondaryIPAddresses", "SecondaryIPv6Addresses"]) -> ListOf[Address]: ...
    @overload
    def __getitem__(self, key: Literal["Networks"]) -> MapOf[EndpointSettings]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerWaitExitError(Typed):
    Message: str
    """The reason in words, as an error of the engine has it."""
    message: str
    @overload
    def __getitem__(self, key: Literal["Message"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ErrorDetail(Typed):
    code: int
    """Exit status of the command that failed, for a RUN line of a build."""
    message: str
    """Why it failed, in words."""
    @overload
    def __getitem__(self, key: Literal["code"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["message"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ProgressDetail(Typed):
    current: int
    """Bytes that are done."""
    total: int
    """Bytes in all."""
    @overload
    def __getitem__(self, key: Literal["current", "total"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageConfig(Typed):
    Hostname: str
    """Host name, which a container sets."""
    Domainname: str
    """Domain name, which a container sets."""
    User: str
    """User that processes run as, by name or number, with the group behind a colon where one is set, such as app or 1000:1000."""
    AttachStdin: bool
    """Whether a container started with docker run is tied to its stdin."""
    AttachStdout: bool
    """Whether a container started with docker run is tied to its stdout."""
    AttachStderr: bool
    """Whether a container started with docker run is tied to its stderr."""
    ExposedPorts: MapOf[Result]
    """Ports that the program listens on, as keys such as 80/tcp, 53/udp or 9899/sctp, each with an empty object."""
    Tty: bool
    """Of no use in an image, and false."""
    OpenStdin: bool
    """Whether stdin is kept open, which a container sets."""
    StdinOnce: bool
    """Whether stdin closes after the first client, which a container sets."""
    Env: ListOf[str]
    """Environment variables, each as NAME=value, mostly PATH at least; a container's own come on top of them. null where there is none."""
    Cmd: ListOf[str]
    """Default command, or default arguments where there is an Entrypoint; one list item for each word."""
    Healthcheck: HealthConfig
    """How the engine finds out whether containers are healthy; the times in it are nanoseconds."""
    ArgsEscaped: bool
    """True on Windows where Cmd is one ready command line in its first item."""
    Image: str
    """Left by the classic builder: ID of the image that the last step started from."""
    Volumes: MapOf[Result]
    """Paths for which a container gets an anonymous volume each, unless it mounts something there; keys with an empty object. null where there is none."""
    WorkingDir: str
    """Absolute path that processes start in."""
    Entrypoint: ListOf[str]
    """Program that containers run, with its first arguments; Cmd comes behind it. null where there is none, and Cmd is then run itself."""
    NetworkDisabled: bool
    """Whether there is no network, which a container sets."""
    MacAddress: str
    """Of no use in an image, and absent."""
    OnBuild: ListOf[str]
    """Dockerfile lines that wait to be carried out when another image is built FROM this one. null where there is none."""
    Labels: MapOf[str]
    """Labels of the image, by name; containers inherit them."""
    StopSignal: str
    """Signal that asks the program to end, such as SIGINT or 2."""
    StopTimeout: int
    """Whole seconds."""
    Shell: ListOf[str]
    """Program and options that run the RUN, CMD and ENTRYPOINT lines written as plain text, such as ["/bin/bash", "-c"]."""
    hostname: str
    domainname: str
    user: str
    attach_stdin: bool
    attach_stdout: bool
    attach_stderr: bool
    exposed_ports: MapOf[Result]
    tty: bool
    open_stdin: bool
    stdin_once: bool
    env: ListOf[str]
    cmd: ListOf[str]
    healthcheck: HealthConfig
    args_escaped: bool
    image: str
    volumes: MapOf[Result]
    working_dir: str
    entrypoint: ListOf[str]
    network_disabled: bool
    mac_address: str
    on_build: ListOf[str]
    labels: MapOf[str]
    stop_signal: str
    stop_timeout: int
    shell: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Hostname", "Domainname", "User", "Image", "WorkingDir", "MacAddress", "StopSignal"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce", "ArgsEscaped", "NetworkDisabled"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["ExposedPorts", "Volumes"]) -> MapOf[Result]: ...
    @overload
    def __getitem__(self, key: Literal["Env", "Cmd", "Entrypoint", "OnBuild", "Shell"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Healthcheck"]) -> HealthConfig: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["StopTimeout"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageInspectRootFS(Typed):
    Type: str
    """How the file system is made up."""
    Layers: ListOf[str]
    """Digests of the layers, unpacked, from the lowest up, each sha256 and 64 hex digits."""
    type: str
    layers: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Type"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Layers"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ImageInspectMetadata(Typed):
    LastTagTime: str
    """When the image last got a name here, RFC 3339."""
    last_tag_time: str
    @overload
    def __getitem__(self, key: Literal["LastTagTime"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PushImageInfoAux(Typed):
    Tag: str
    """The tag."""
    Digest: str
    """The manifest's digest."""
    Size: int
    """The manifest's size in bytes."""
    tag: str
    digest: str
    size: int
    @overload
    def __getitem__(self, key: Literal["Tag", "Digest"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Size"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginsInfo(Typed):
    Volume: ListOf[str]
    """Names for Driver in VolumeCreate; local is built in."""
    Network: ListOf[str]
    """Names for Driver in NetworkCreate; bridge, host, ipvlan, macvlan, null and overlay are built in."""
    Authorization: ListOf[str]
    """Plugins that are asked whether a request is allowed, in their order; null where requests are not checked."""
    Log: ListOf[str]
    """Names for LogConfig.Type of a container; none, which is always there as well, is not listed."""
    volume: ListOf[str]
    network: ListOf[str]
    authorization: ListOf[str]
    log: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Volume", "Network", "Authorization", "Log"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class RegistryServiceConfig(Typed):
    AllowNondistributableArtifactsCIDRs: ListOf[str]
    """Without effect, and always null."""
    AllowNondistributableArtifactsHostnames: ListOf[str]
    """Without effect, and always null."""
    InsecureRegistryCIDRs: ListOf[str]
    """Networks whose registries may be spoken to over plain HTTP or with a certificate that nobody vouches for, in CIDR form."""
    IndexConfigs: MapOf[IndexInfo]
    """Registries that are treated in a way of their own, by host and port: docker.io, and each that the configuration calls insecure."""
    Mirrors: ListOf[str]
    """URLs that are tried before Docker Hub itself; null where there is none."""
    allow_nondistributable_artifacts_cidrs: ListOf[str]
    allow_nondistributable_artifacts_hostnames: ListOf[str]
    insecure_registry_cidrs: ListOf[str]
    index_configs: MapOf[IndexInfo]
    mirrors: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["AllowNondistributableArtifactsCIDRs", "AllowNondistributableArtifactsHostnames", "InsecureRegistryCIDRs", "Mirrors"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["IndexConfigs"]) -> MapOf[IndexInfo]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemInfoGenericResources(Typed):
    NamedResourceSpec: SystemInfoGenericResourcesNamedResourceSpec
    """One piece that has a name of its own; several of a kind are several items."""
    DiscreteResourceSpec: SystemInfoGenericResourcesDiscreteResourceSpec
    """So many of one kind, where it does not matter which."""
    named_resource_spec: SystemInfoGenericResourcesNamedResourceSpec
    discrete_resource_spec: SystemInfoGenericResourcesDiscreteResourceSpec
    @overload
    def __getitem__(self, key: Literal["NamedResourceSpec"]) -> SystemInfoGenericResourcesNamedResourceSpec: ...
    @overload
    def __getitem__(self, key: Literal["DiscreteResourceSpec"]) -> SystemInfoGenericResourcesDiscreteResourceSpec: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Runtime(Typed):
    path: str
    """The program, by its path or, for one in the engine's PATH, by name."""
    runtimeArgs: ListOf[str]
    """Arguments that it is always given, from the engine's configuration."""
    status: MapOf[str]
    """What the runtime tells of itself, by name; org.opencontainers.runtime-spec.features holds its abilities as JSON in a text."""
    runtime_args: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["path"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["runtimeArgs"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["status"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmInfo(Typed):
    NodeID: str
    """ID of this engine as a node."""
    NodeAddr: str
    """Address that this node gives to the others."""
    LocalNodeState: str
    """How this engine stands to the swarm; `active` is the only one in which services work."""
    ControlAvailable: bool
    """True on a manager, which alone answers operations of services, nodes, secrets and configs."""
    Error: str
    """What went wrong, for the state `error`; empty otherwise."""
    RemoteManagers: ListOf[PeerNode]
    """Managers that this node knows, itself among them if it is one; null in no swarm."""
    Nodes: int
    """How many nodes the swarm lists, those that are down too."""
    Managers: int
    """How many of the nodes are managers."""
    Cluster: ClusterInfo
    """The swarm itself, without tokens."""
    node_id: str
    node_addr: str
    local_node_state: str
    control_available: bool
    error: str
    remote_managers: ListOf[PeerNode]
    nodes: int
    managers: int
    cluster: ClusterInfo
    @overload
    def __getitem__(self, key: Literal["NodeID", "NodeAddr", "LocalNodeState", "Error"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["ControlAvailable"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["RemoteManagers"]) -> ListOf[PeerNode]: ...
    @overload
    def __getitem__(self, key: Literal["Nodes", "Managers"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Cluster"]) -> ClusterInfo: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Commit(Typed):
    ID: str
    """Commit or version that the program itself reports; empty or N/A where it does not."""
    Expected: str
    """The one that the engine counts on."""
    id: str
    expected: str
    @overload
    def __getitem__(self, key: Literal["ID", "Expected"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemInfoDefaultAddressPools(Typed):
    Base: str
    """The range, in CIDR form, such as 10.10.0.0/16."""
    Size: int
    """Length of the prefix of each subnet; 24 cuts the range into subnets with 256 addresses each."""
    base: str
    size: int
    @overload
    def __getitem__(self, key: Literal["Base"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Size"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemVersionPlatform(Typed):
    Name: str
    """Its name, such as Docker Engine - Community."""
    name: str
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemVersionComponents(Typed):
    Name: str
    """Which program."""
    Version: str
    """Its version, as the program itself writes it."""
    Details: Result
    """More about it, all values texts, even numbers and booleans."""
    name: str
    version: str
    details: Result
    @overload
    def __getitem__(self, key: Literal["Name", "Version"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Details"]) -> Result: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class EventActor(Typed):
    ID: str
    """ID of the object; a volume has its name there, an image the name or ID that was used."""
    Attributes: MapOf[str]
    """Facts about it, all texts."""
    id: str
    attributes: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["ID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Attributes"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class BuildCache(Typed):
    ID: str
    """ID of the entry, 25 lower-case letters and digits."""
    Type: str
    """What it holds: regular the result of a step; source.local files of a build context; source.git.checkout a checked-out repository; exec.cachemount a RUN line's …"""
    Description: str
    """Which step it comes from, in words for people, such as [2/3] COPY ."""
    InUse: bool
    """Whether a build uses it at this moment."""
    Shared: bool
    """Whether an image in the store has it as a layer as well."""
    Size: int
    """Bytes on disk."""
    CreatedAt: str
    """When it came into the cache, RFC 3339 with nanoseconds, in UTC."""
    LastUsedAt: str
    """When a build last used it, RFC 3339 with nanoseconds; null where none has."""
    UsageCount: int
    """How many times builds have used it."""
    id: str
    parents: ListOf[str]
    type: str
    description: str
    in_use: bool
    shared: bool
    size: int
    created_at: str
    last_used_at: str
    usage_count: int
    @overload
    def __getitem__(self, key: Literal["ID", "Type", "Description", "CreatedAt", "LastUsedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal[" Parents"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["InUse", "Shared"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Size", "UsageCount"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ProcessConfig(Typed):
    privileged: bool
    """True if it runs with all capabilities."""
    user: str
    """Who runs it, as given."""
    tty: bool
    """True if it has a terminal, so that its output comes bare."""
    entrypoint: str
    """The program, first item of Cmd; no entrypoint of the image comes in."""
    arguments: ListOf[str]
    """The items of Cmd after the program; an empty list if there are none."""
    @overload
    def __getitem__(self, key: Literal["privileged", "tty"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["user", "entrypoint"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["arguments"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolume(Typed):
    ID: str
    """ID in the swarm, 25 letters and digits; calls for volumes take it in place of the name."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.volume.update`."""
    CreatedAt: str
    """When it was created, RFC 3339 in UTC."""
    UpdatedAt: str
    """When something of it changed last, RFC 3339 in UTC."""
    Spec: ClusterVolumeSpec
    """What was asked for."""
    Info: ClusterVolumeInfo
    """What the plugin has made."""
    PublishStatus: ListOf[ClusterVolumePublishStatus]
    """Nodes that it is or is to be made ready on, each with how far that is."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: ClusterVolumeSpec
    info: ClusterVolumeInfo
    publish_status: ListOf[ClusterVolumePublishStatus]
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> ClusterVolumeSpec: ...
    @overload
    def __getitem__(self, key: Literal["Info"]) -> ClusterVolumeInfo: ...
    @overload
    def __getitem__(self, key: Literal["PublishStatus"]) -> ListOf[ClusterVolumePublishStatus]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class VolumeUsageData(Typed):
    Size: int
    """Bytes on disk."""
    RefCount: int
    """How many containers, stopped ones included, refer to it; 0 means that a prune may take it, -1 that it is unknown."""
    size: int
    ref_count: int
    @overload
    def __getitem__(self, key: Literal["Size", "RefCount"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class IPAM(Typed):
    Driver: str
    """`default` for the engine's own, `null` for none, `dhcp` or others by plugin."""
    Config: ListOf[IPAMConfig]
    """The address ranges, at most one or a few, for IPv4 and IPv6 alike."""
    Options: MapOf[str]
    """Settings of the IPAM driver; the engine's own has none to speak of."""
    driver: str
    config: ListOf[IPAMConfig]
    options: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Driver"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Config"]) -> ListOf[IPAMConfig]: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ConfigReference(Typed):
    Network: str
    """Name of the network to take settings from; its ID will not do."""
    network: str
    @overload
    def __getitem__(self, key: Literal["Network"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkContainer(Typed):
    Name: str
    """The container's name, without a slash before it."""
    EndpointID: str
    """ID of the connection between the two, new at each start."""
    MacAddress: str
    """Hardware address on this network, six pairs of hexadecimal digits with colons."""
    IPv4Address: str
    """Address with the bits of the network: `172.29.40.2/24`."""
    IPv6Address: str
    """IPv6 address with the bits of the network, or empty where EnableIPv6 is false."""
    name: str
    endpoint_id: str
    mac_address: str
    ipv4_address: str
    ipv6_address: str
    @overload
    def __getitem__(self, key: Literal["Name", "EndpointID", "MacAddress", "IPv4Address", "IPv6Address"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PeerInfo(Typed):
    Name: str
    """Name that the node's network layer made up for it, 12 hexadecimal digits; not its host name."""
    IP: str
    """Address by which the other nodes reach it for traffic of the network."""
    name: str
    ip: str
    @overload
    def __getitem__(self, key: Literal["Name", "IP"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginSettings(Typed):
    Mounts: ListOf[PluginMount]
    """The mounts as they are in force."""
    Env: ListOf[str]
    """The environment as it is in force, each item NAME=value."""
    Args: ListOf[str]
    """The arguments as they are in force, one item for each word."""
    Devices: ListOf[PluginDevice]
    """The devices as they are in force."""
    mounts: ListOf[PluginMount]
    env: ListOf[str]
    args: ListOf[str]
    devices: ListOf[PluginDevice]
    @overload
    def __getitem__(self, key: Literal["Mounts"]) -> ListOf[PluginMount]: ...
    @overload
    def __getitem__(self, key: Literal["Env", "Args"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Devices"]) -> ListOf[PluginDevice]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfig(Typed):
    DockerVersion: str
    """Version of the engine that made the plugin from its files."""
    Description: str
    """What the plugin does, in its maker's words."""
    Documentation: str
    """URL of its manual; may be empty."""
    Interface: PluginConfigInterface
    """How the engine talks to the plugin."""
    Entrypoint: ListOf[str]
    """Program of the plugin with its first arguments; Settings.Args come behind them."""
    WorkDir: str
    """Absolute path that the process starts in."""
    User: PluginConfigUser
    """User and group that the process runs as."""
    Network: PluginConfigNetwork
    """The network that the process is in."""
    Linux: PluginConfigLinux
    """What it gets of the Linux kernel beyond the usual."""
    PropagatedMount: str
    """Path inside the plugin whose mounts the engine sees as well, as a volume driver needs."""
    IpcHost: bool
    """Whether it shares semaphores and shared memory with the host."""
    PidHost: bool
    """Whether it sees the processes of the host."""
    Mounts: ListOf[PluginMount]
    """Mounts that it wants; those in force are in Settings."""
    Env: ListOf[PluginEnv]
    """Variables that it reads, with their values at first; those in force are in Settings."""
    Args: PluginConfigArgs
    """Arguments that can be given to it."""
    rootfs: PluginConfigRootfs
    """The layers of the plugin's file system."""
    docker_version: str
    description: str
    documentation: str
    interface: PluginConfigInterface
    entrypoint: ListOf[str]
    work_dir: str
    user: PluginConfigUser
    network: PluginConfigNetwork
    linux: PluginConfigLinux
    propagated_mount: str
    ipc_host: bool
    pid_host: bool
    mounts: ListOf[PluginMount]
    env: ListOf[PluginEnv]
    args: PluginConfigArgs
    @overload
    def __getitem__(self, key: Literal["DockerVersion", "Description", "Documentation", "WorkDir", "PropagatedMount"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Interface"]) -> PluginConfigInterface: ...
    @overload
    def __getitem__(self, key: Literal["Entrypoint"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["User"]) -> PluginConfigUser: ...
    @overload
    def __getitem__(self, key: Literal["Network"]) -> PluginConfigNetwork: ...
    @overload
    def __getitem__(self, key: Literal["Linux"]) -> PluginConfigLinux: ...
    @overload
    def __getitem__(self, key: Literal["IpcHost", "PidHost"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Mounts"]) -> ListOf[PluginMount]: ...
    @overload
    def __getitem__(self, key: Literal["Env"]) -> ListOf[PluginEnv]: ...
    @overload
    def __getitem__(self, key: Literal["Args"]) -> PluginConfigArgs: ...
    @overload
    def __getitem__(self, key: Literal["rootfs"]) -> PluginConfigRootfs: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ObjectVersion(Typed):
    Index: int
    """Number to give back as `version=`."""
    index: int
    @overload
    def __getitem__(self, key: Literal["Index"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NodeSpec(Typed):
    Name: str
    """Free text, kept but used by nothing: nodes are found by ID or by `Description.Hostname`, not by this."""
    Labels: MapOf[str]
    """Labels for constraints such as `node.labels.disk == ssd`."""
    Role: str
    """`worker` runs tasks, `manager` runs the swarm too, and tasks as well unless it is drained."""
    Availability: str
    """`active` takes tasks, `pause` takes no new ones and keeps those it has, `drain` moves those away too."""
    name: str
    labels: MapOf[str]
    role: str
    availability: str
    @overload
    def __getitem__(self, key: Literal["Name", "Role", "Availability"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NodeDescription(Typed):
    Hostname: str
    """Host name of the machine, which `client.node.inspect` takes and `node.hostname` matches in constraints."""
    Platform: _t_Platform
    """Its processor and operating system, held against what an image is made for."""
    Resources: ResourceObject
    """All CPUs and memory of the machine, and generic resources if it offers any."""
    Engine: EngineDescription
    """Its engine, with labels and plugins."""
    TLSInfo: _t_TLSInfo
    """Whom its certificate is from."""
    hostname: str
    platform: _t_Platform
    resources: ResourceObject
    engine: EngineDescription
    tls_info: _t_TLSInfo
    @overload
    def __getitem__(self, key: Literal["Hostname"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Platform"]) -> _t_Platform: ...
    @overload
    def __getitem__(self, key: Literal["Resources"]) -> ResourceObject: ...
    @overload
    def __getitem__(self, key: Literal["Engine"]) -> EngineDescription: ...
    @overload
    def __getitem__(self, key: Literal["TLSInfo"]) -> _t_TLSInfo: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NodeStatus(Typed):
    State: str
    """`ready` is the one to hope for; tasks of a node that is `down` are started elsewhere."""
    Message: str
    """Why it is in this state, such as `heartbeat failure`."""
    Addr: str
    """IP address that its connection comes from, without a port."""
    state: str
    message: str
    addr: str
    @overload
    def __getitem__(self, key: Literal["State", "Message", "Addr"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ManagerStatus(Typed):
    Leader: bool
    """True for the one manager that decides at the moment; absent for the others."""
    Reachability: str
    """Whether the others reach it."""
    Addr: str
    """Its `host:port` for other managers, which nodes that join name in RemoteAddrs."""
    leader: bool
    reachability: str
    addr: str
    @overload
    def __getitem__(self, key: Literal["Leader"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Reachability", "Addr"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpec(Typed):
    Name: str
    """Always `default`; another name is refused."""
    Labels: MapOf[str]
    """Labels of the swarm as a whole, for the user's own purposes."""
    Orchestration: SwarmSpecOrchestration
    """How the managers look after tasks."""
    Raft: SwarmSpecRaft
    """How managers agree on the swarm's state and store it."""
    Dispatcher: SwarmSpecDispatcher
    """How managers keep in touch with the nodes."""
    CAConfig: SwarmSpecCAConfig
    """The authority that signs the certificates which nodes show each other."""
    EncryptionConfig: SwarmSpecEncryptionConfig
    """How managers protect what they have on disk."""
    TaskDefaults: SwarmSpecTaskDefaults
    """What tasks get where their service says nothing."""
    name: str
    labels: MapOf[str]
    orchestration: SwarmSpecOrchestration
    raft: SwarmSpecRaft
    dispatcher: SwarmSpecDispatcher
    ca_config: SwarmSpecCAConfig
    encryption_config: SwarmSpecEncryptionConfig
    task_defaults: SwarmSpecTaskDefaults
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Orchestration"]) -> SwarmSpecOrchestration: ...
    @overload
    def __getitem__(self, key: Literal["Raft"]) -> SwarmSpecRaft: ...
    @overload
    def __getitem__(self, key: Literal["Dispatcher"]) -> SwarmSpecDispatcher: ...
    @overload
    def __getitem__(self, key: Literal["CAConfig"]) -> SwarmSpecCAConfig: ...
    @overload
    def __getitem__(self, key: Literal["EncryptionConfig"]) -> SwarmSpecEncryptionConfig: ...
    @overload
    def __getitem__(self, key: Literal["TaskDefaults"]) -> SwarmSpecTaskDefaults: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TLSInfo(Typed):
    TrustRoot: str
    """Certificates that nodes trust, in PEM; more than one while the root is being rotated."""
    CertIssuerSubject: str
    """Subject of the issuer, DER in base64."""
    CertIssuerPublicKey: str
    """Public key of the issuer, DER in base64."""
    trust_root: str
    cert_issuer_subject: str
    cert_issuer_public_key: str
    @overload
    def __getitem__(self, key: Literal["TrustRoot", "CertIssuerSubject", "CertIssuerPublicKey"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class JoinTokens(Typed):
    Worker: str
    """Who joins with this one becomes a worker."""
    Manager: str
    """Who joins with this one becomes a manager and can read and change all of the swarm."""
    worker: str
    manager: str
    @overload
    def __getitem__(self, key: Literal["Worker", "Manager"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceSpec(Typed):
    Name: str
    """What it is called, and its host name on its networks: up to 63 letters, digits, hyphens and underscores."""
    Labels: MapOf[str]
    """Labels of the service, for the filter `label`."""
    TaskTemplate: TaskSpec
    """What each task runs."""
    Mode: ServiceSpecMode
    """How many tasks there are; give one of the four."""
    UpdateConfig: ServiceSpecUpdateConfig
    """How tasks are exchanged in an update."""
    RollbackConfig: ServiceSpecRollbackConfig
    """How tasks are exchanged on the way back, be it by `rollback="previous"` or by FailureAction."""
    Networks: ListOf[NetworkAttachmentConfig]
    """The old place for networks; it counts only where TaskTemplate.Networks is empty."""
    EndpointSpec: _t_EndpointSpec
    """How the service is found by name and which ports it publishes."""
    name: str
    labels: MapOf[str]
    task_template: TaskSpec
    mode: ServiceSpecMode
    update_config: ServiceSpecUpdateConfig
    rollback_config: ServiceSpecRollbackConfig
    networks: ListOf[NetworkAttachmentConfig]
    endpoint_spec: _t_EndpointSpec
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["TaskTemplate"]) -> TaskSpec: ...
    @overload
    def __getitem__(self, key: Literal["Mode"]) -> ServiceSpecMode: ...
    @overload
    def __getitem__(self, key: Literal["UpdateConfig"]) -> ServiceSpecUpdateConfig: ...
    @overload
    def __getitem__(self, key: Literal["RollbackConfig"]) -> ServiceSpecRollbackConfig: ...
    @overload
    def __getitem__(self, key: Literal["Networks"]) -> ListOf[NetworkAttachmentConfig]: ...
    @overload
    def __getitem__(self, key: Literal["EndpointSpec"]) -> _t_EndpointSpec: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceEndpoint(Typed):
    Spec: EndpointSpec
    """What was asked for, when this was worked out."""
    Ports: ListOf[EndpointPortConfig]
    """Published ports, PublishedPort filled in for those of `ingress` mode."""
    VirtualIPs: ListOf[ServiceEndpointVirtualIPs]
    """Its own address on each network, the ingress one too."""
    spec: EndpointSpec
    ports: ListOf[EndpointPortConfig]
    virtual_ips: ListOf[ServiceEndpointVirtualIPs]
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> EndpointSpec: ...
    @overload
    def __getitem__(self, key: Literal["Ports"]) -> ListOf[EndpointPortConfig]: ...
    @overload
    def __getitem__(self, key: Literal["VirtualIPs"]) -> ListOf[ServiceEndpointVirtualIPs]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceUpdateStatus(Typed):
    State: str
    """`updating` goes on, `paused` stopped after failures, `completed` is through."""
    StartedAt: str
    """When it began, RFC 3339 in UTC."""
    CompletedAt: str
    """When it was through, RFC 3339 in UTC."""
    Message: str
    """The same in words, with the reason and the task if it was paused."""
    state: str
    started_at: str
    completed_at: str
    message: str
    @overload
    def __getitem__(self, key: Literal["State", "StartedAt", "CompletedAt", "Message"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceServiceStatus(Typed):
    RunningTasks: int
    """How many are in state `running`."""
    DesiredTasks: int
    """How many should run: Replicas, or the nodes that a global service is meant for."""
    CompletedTasks: int
    """How many tasks of a job ended with exit code 0."""
    running_tasks: int
    desired_tasks: int
    completed_tasks: int
    @overload
    def __getitem__(self, key: Literal["RunningTasks", "DesiredTasks", "CompletedTasks"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceJobStatus(Typed):
    JobIteration: ObjectVersion
    """Counts the runs, each update being one, with gaps perhaps; without an Index for the first."""
    LastExecution: str
    """When this run began, RFC 3339 in UTC."""
    job_iteration: ObjectVersion
    last_execution: str
    @overload
    def __getitem__(self, key: Literal["JobIteration"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["LastExecution"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpec(Typed):
    PluginSpec: TaskSpecPluginSpec
    """Runs an engine plugin on the nodes instead of a container."""
    ContainerSpec: TaskSpecContainerSpec
    """The container of each task: much of what a container's Config and HostConfig say, under names of its own."""
    NetworkAttachmentSpec: TaskSpecNetworkAttachmentSpec
    """A container that was started by hand on an attachable overlay network; the engine makes such tasks itself."""
    Resources: TaskSpecResources
    """How much each task may use, and how much has to be free where it goes."""
    RestartPolicy: TaskSpecRestartPolicy
    """Whether a task that ended gets a successor."""
    Placement: TaskSpecPlacement
    """Where tasks may and should go."""
    ForceUpdate: int
    """A counter: an update that raises it exchanges all tasks though nothing else changed, as for a restart of the service."""
    Runtime: str
    """`container`, which absent and empty also are, or `plugin` for a PluginSpec."""
    Networks: ListOf[NetworkAttachmentConfig]
    """Overlay networks that the tasks are on; names are turned into IDs when stored."""
    LogDriver: TaskSpecLogDriver
    """Where the output of tasks goes."""
    plugin_spec: TaskSpecPluginSpec
    container_spec: TaskSpecContainerSpec
    network_attachment_spec: TaskSpecNetworkAttachmentSpec
    resources: TaskSpecResources
    restart_policy: TaskSpecRestartPolicy
    placement: TaskSpecPlacement
    force_update: int
    runtime: str
    networks: ListOf[NetworkAttachmentConfig]
    log_driver: TaskSpecLogDriver
    @overload
    def __getitem__(self, key: Literal["PluginSpec"]) -> TaskSpecPluginSpec: ...
    @overload
    def __getitem__(self, key: Literal["ContainerSpec"]) -> TaskSpecContainerSpec: ...
    @overload
    def __getitem__(self, key: Literal["NetworkAttachmentSpec"]) -> TaskSpecNetworkAttachmentSpec: ...
    @overload
    def __getitem__(self, key: Literal["Resources"]) -> TaskSpecResources: ...
    @overload
    def __getitem__(self, key: Literal["RestartPolicy"]) -> TaskSpecRestartPolicy: ...
    @overload
    def __getitem__(self, key: Literal["Placement"]) -> TaskSpecPlacement: ...
    @overload
    def __getitem__(self, key: Literal["ForceUpdate"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Runtime"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Networks"]) -> ListOf[NetworkAttachmentConfig]: ...
    @overload
    def __getitem__(self, key: Literal["LogDriver"]) -> TaskSpecLogDriver: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskAssignedGenericResources(Typed):
    NamedResourceSpec: TaskAssignedGenericResourcesNamedResourceSpec
    """One piece that has a name of its own; several of a kind are several items."""
    DiscreteResourceSpec: TaskAssignedGenericResourcesDiscreteResourceSpec
    """So many of one kind, where it does not matter which."""
    named_resource_spec: TaskAssignedGenericResourcesNamedResourceSpec
    discrete_resource_spec: TaskAssignedGenericResourcesDiscreteResourceSpec
    @overload
    def __getitem__(self, key: Literal["NamedResourceSpec"]) -> TaskAssignedGenericResourcesNamedResourceSpec: ...
    @overload
    def __getitem__(self, key: Literal["DiscreteResourceSpec"]) -> TaskAssignedGenericResourcesDiscreteResourceSpec: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskStatus(Typed):
    Timestamp: str
    """When it came into this state, RFC 3339 in UTC with up to nine digits of a second."""
    State: str
    """Where it is on its way."""
    Message: str
    """What goes on, in a few words, such as `started` or `pending task scheduling`."""
    Err: str
    """Why it failed, or why it still waits: `task: non-zero exit (1)`, `No such image: ...`, `no suitable node (...)`."""
    ContainerStatus: _t_ContainerStatus
    """ID, process and exit code of its container."""
    PortStatus: _t_PortStatus
    """Ports of the node for this one task; empty for most."""
    timestamp: str
    state: str
    message: str
    err: str
    container_status: _t_ContainerStatus
    port_status: _t_PortStatus
    @overload
    def __getitem__(self, key: Literal["Timestamp", "State", "Message", "Err"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["ContainerStatus"]) -> _t_ContainerStatus: ...
    @overload
    def __getitem__(self, key: Literal["PortStatus"]) -> _t_PortStatus: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkAttachment(Typed):
    Network: Result
    """The network as the swarm stores it: `ID`, `Version`, `Spec` with the name, `DriverState`, `IPAMOptions`."""
    Addresses: ListOf[str]
    """The task's addresses there, in CIDR notation such as `10.0.1.3/24`."""
    network: Result
    addresses: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Network"]) -> Result: ...
    @overload
    def __getitem__(self, key: Literal["Addresses"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskVolumes(Typed):
    ID: str
    """Identifier of the volume."""
    Source: str
    """Source of the mount that it serves."""
    Target: str
    """Path of the mount that it serves."""
    id: str
    source: str
    target: str
    @overload
    def __getitem__(self, key: Literal["ID", "Source", "Target"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SecretSpec(Typed):
    Name: str
    """Up to 64 letters, digits, `-`, `_` and `.`, a letter or digit first and last; once in the swarm."""
    Labels: MapOf[str]
    """Labels for the filter `label`."""
    Data: str
    """The secret: in Python bytes, or the `Path` of a file; in JSON base64 (usual alphabet, with padding)."""
    Driver: _t_Driver
    """Plugin that gives the data each time a task needs it."""
    Templating: _t_Driver
    """With `{"Name": "golang"}` placeholders such as `{{.Service.Name}}` in Data are filled in for each task."""
    name: str
    labels: MapOf[str]
    data: str
    driver: _t_Driver
    templating: _t_Driver
    @overload
    def __getitem__(self, key: Literal["Name", "Data"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Driver", "Templating"]) -> _t_Driver: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ConfigSpec(Typed):
    Name: str
    """Up to 64 letters, digits, `-`, `_` and `.`, a letter or digit first and last; once in the swarm."""
    Labels: MapOf[str]
    """Labels for the filter `label`; the only thing that an update can change."""
    Data: str
    """What is in it: in Python bytes, or the `Path` of a file; in JSON base64 (usual alphabet, with padding)."""
    Templating: Driver
    """With `{"Name": "golang"}` placeholders such as `{{.Node.Hostname}}` or `{{secret "name"}}` in Data are filled in for each task."""
    name: str
    labels: MapOf[str]
    data: str
    templating: Driver
    @overload
    def __getitem__(self, key: Literal["Name", "Data"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Templating"]) -> Driver: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class OCIDescriptor(Typed):
    mediaType: str
    """What it points to: application/vnd.oci.image.index.v1+json and vnd.docker.distribution.manifest.list.v2+json are lists of manifests, one for each platform; …"""
    digest: str
    """The digest, sha256 and 64 hex digits."""
    size: int
    """Bytes of the manifest itself, not of the image."""
    media_type: str
    @overload
    def __getitem__(self, key: Literal["mediaType", "digest"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["size"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class OCIPlatform(Typed):
    architecture: str
    """Kind of CPU, in Go's words, such as amd64, arm64, arm, s390x; unknown for attestations among the manifests."""
    os: str
    """Operating system, linux or windows; unknown for attestations among the manifests."""
    variant: str
    """Variant of the CPU, such as v7 for a 32-bit ARM or v8 for arm64."""
    os_version: str
    os_features: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["architecture", "os", "os.version", "variant"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["os.features"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class MountBindOptionsDict(TypedDict, total=False):
    Propagation: Literal["", "private", "rprivate", "shared", "rshared", "slave", "rslave"] | None
    """Whether mounts made later below the path pass on: `private` not at all, `slave` from host to container, `shared` both ways; with `r` in front, as in `rslave`, …"""
    NonRecursive: bool | None
    """True: take the path alone, without other file systems that are mounted below it."""
    CreateMountpoint: bool | None
    """True: make the source as an empty directory if the host does not have it."""
    ReadOnlyNonRecursive: bool | None
    """True: with ReadOnly, file systems mounted below the source stay writable."""
    ReadOnlyForceRecursive: bool | None
    """True: fail if what is mounted below cannot be made read-only as well."""

class MountVolumeOptionsDict(TypedDict, total=False):
    NoCopy: bool | None
    """False: an empty volume is first filled with what the image has at Target."""
    Labels: Mapping[str, Text | None] | None
    """Labels of the volume, if this mount makes it."""
    DriverConfig: MountVolumeOptionsDriverConfigDict
    """The driver to make the volume with."""
    Subpath: Text | None
    """Mount this folder of the volume, a relative path without `..`, rather than its root."""

class MountTmpfsOptionsDict(TypedDict, total=False):
    SizeBytes: int | None
    """Bytes that it may grow to."""
    Mode: int | None
    """Permission bits of the directory as a number, in Python `0o1777` or 1023."""

class ClusterVolumeSpecAccessModeMountVolumeDict(TypedDict, total=False):
    FsType: Text | None
    """Which file system; the plugin may ignore it."""
    MountFlags: Items[Text] | None
    """Options of the mount."""

class TopologyDict(TypedDict, total=False):
    Segments: Mapping[str, Text | None] | None
    """Names to values that the plugin defines, such as `{"region": "eu", "zone": "a"}`."""

class SwarmSpecCAConfigExternalCAsDict(TypedDict, total=False):
    Protocol: Literal["cfssl"] | None
    """How it is talked to: `cfssl`, the JSON API of Cloudflare's signer, is the only one."""
    URL: Text | None
    """Where it takes requests to sign, such as `https://ca.example.com/api/v1/cfssl/sign`."""
    Options: Mapping[str, Text | None] | None
    """Options for the protocol, names to values; `cfssl` needs none."""
    CACert: Text | None
    """Root certificate that this authority signs under, in PEM."""

class SwarmSpecTaskDefaultsLogDriverDict(TypedDict, total=False):
    Name: Text | None
    """Driver such as `json-file`, `local` or `journald`; every node has to have it."""
    Options: Mapping[str, Text | None] | None
    """Options of the driver, values as text: `{"max-size": "10m", "max-file": "3"}`."""

class TaskSpecContainerSpecPrivilegesDict(TypedDict, total=False):
    CredentialSpec: TaskSpecContainerSpecPrivilegesCredentialSpecDict
    """Windows: the group managed service account to run under."""
    SELinuxContext: TaskSpecContainerSpecPrivilegesSELinuxContextDict
    """SELinux label that the container's processes get, part by part."""
    Seccomp: TaskSpecContainerSpecPrivilegesSeccompDict
    """Which system calls the container may make."""
    AppArmor: TaskSpecContainerSpecPrivilegesAppArmorDict
    """Whether AppArmor confines the container."""
    NoNewPrivileges: bool | None
    """True bars processes from gaining rights by setuid programs and the like."""

class TaskSpecContainerSpecDNSConfigDict(TypedDict, total=False):
    Nameservers: Items[Text] | None
    """IP addresses of servers for names that are not of the swarm."""
    Search: Items[Text] | None
    """Domains that are tried after names without a dot, such as `example.com`."""
    Options: Items[Text] | None
    """Options for the resolver as resolv.conf has them, such as `ndots:2` or `timeout:1`."""

class TaskSpecContainerSpecSecretsDict(TypedDict, total=False):
    File: TaskSpecContainerSpecSecretsFileDict
    """Where and how it shows in the container."""
    SecretID: Text | None
    """Which secret, by ID as SecretCreate gave it."""
    SecretName: Text | None
    """The secret's name, which has to be given too; another than that of SecretID is refused."""

class TaskSpecContainerSpecConfigsDict(TypedDict, total=False):
    File: TaskSpecContainerSpecConfigsFileDict
    """Where and how it shows in the container."""
    Runtime: Mapping[str, Any] | None
    """An empty object says that the engine uses the config itself, as for a CredentialSpec, and no file is made."""
    ConfigID: Text | None
    """Which config, by ID as ConfigCreate gave it."""
    ConfigName: Text | None
    """The config's name, which has to be given too; another than that of ConfigID is refused."""

class TaskSpecContainerSpecUlimitsDict(TypedDict, total=False):
    Name: Text | None
    """Which limit, as setrlimit calls it in small letters without `RLIMIT_`, such as `nofile` or `memlock`."""
    Soft: int | None
    """The limit that holds at the start, in that limit's own unit; at most Hard."""
    Hard: int | None
    """How far a process may raise it."""

class LimitDict(TypedDict, total=False):
    NanoCPUs: int | None
    """CPU time in 1e-9 CPUs: 1500000000 is one and a half."""
    MemoryBytes: int | None
    """Memory in bytes; a container that wants more is killed, and the task ends as `failed`."""
    Pids: int | None
    """How many processes and threads the container may have at a time."""

class ResourceObjectDict(TypedDict, total=False):
    NanoCPUs: int | None
    """CPUs in 1e-9: 2000000000 are two."""
    MemoryBytes: int | None
    """Memory in bytes."""
    GenericResources: Items[ResourceObjectGenericResourcesDict] | None
    """Things that the engine does not know by itself, such as GPUs."""

class TaskSpecPlacementPreferencesDict(TypedDict, total=False):
    Spread: TaskSpecPlacementPreferencesSpreadDict
    """Share tasks out evenly over the values of a label; the only kind of wish there is."""

class PlatformDict(TypedDict, total=False):
    Architecture: Text | None
    """Processor, in the kernel's words for a node (`x86_64`, `aarch64`) and mostly in Go's for a service (`amd64`, `arm64`); the two spellings are taken as one."""
    OS: Text | None
    """Operating system, `linux` or `windows`."""

class ServiceCreateBodyModeReplicatedDict(TypedDict, total=False):
    Replicas: int | None
    """How many; absent is 1."""

class ServiceCreateBodyModeReplicatedJobDict(TypedDict, total=False):
    MaxConcurrent: int | None
    """How many run at a time; absent is 1."""
    TotalCompletions: int | None
    """How many have to end with exit code 0."""

class ServiceUpdateBodyModeReplicatedDict(TypedDict, total=False):
    Replicas: int | None
    """How many; absent is 1."""

class ServiceUpdateBodyModeReplicatedJobDict(TypedDict, total=False):
    MaxConcurrent: int | None
    """How many run at a time; absent is 1."""
    TotalCompletions: int | None
    """How many have to end with exit code 0."""

class EndpointSettings(Typed):
    IPAMConfig: EndpointIPAMConfig
    """Fixed addresses that were asked for."""
    Links: ListOf[str]
    """Further names for others on the network, each `container:alias`, that this container alone can use."""
    MacAddress: str
    """Hardware address on the network."""
    Aliases: ListOf[str]
    """Further names by which others on the network find it; several containers may share one."""
    NetworkID: str
    """ID of the network."""
    EndpointID: str
    """ID of this connection, another at each start; empty while the container does not run."""
    Gateway: str
    """Way out of the network for IPv4; empty if it has none, as `host` and `none`."""
    IPAddress: str
    """The container's IPv4 address at present, for other containers and the host; empty while it does not run."""
    IPPrefixLen: int
    """Bits of the network part of IPAddress, such as 24; 0 without an address."""
    IPv6Gateway: str
    """Way out of the network for IPv6, or empty."""
    GlobalIPv6Address: str
    """The container's IPv6 address here; empty unless the network has EnableIPv6."""
    GlobalIPv6PrefixLen: int
    """Bits of the network part of GlobalIPv6Address, such as 64; 0 where that is empty."""
    DriverOpts: MapOf[str]
    """Settings of the network's driver for this one connection, all text."""
    DNSNames: ListOf[str]
    """All names by which others on the network find it: its own, the aliases, the short ID, the host name."""
    ipam_config: EndpointIPAMConfig
    links: ListOf[str]
    mac_address: str
    aliases: ListOf[str]
    network_id: str
    endpoint_id: str
    gateway: str
    ip_address: str
    ip_prefix_len: int
    ipv6_gateway: str
    global_ipv6_address: str
    global_ipv6_prefix_len: int
    driver_opts: MapOf[str]
    dns_names: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["IPAMConfig"]) -> EndpointIPAMConfig: ...
    @overload
    def __getitem__(self, key: Literal["Links", "Aliases", "DNSNames"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["MacAddress", "NetworkID", "EndpointID", "Gateway", "IPAddress", "IPv6Gateway", "GlobalIPv6Address"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["IPPrefixLen", "GlobalIPv6PrefixLen"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["DriverOpts"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Health(Typed):
    Status: str
    """`starting`: no check has succeeded yet and not enough have failed."""
    FailingStreak: int
    """How many checks up to the last have failed in a row; 0 once one succeeds."""
    Log: ListOf[HealthcheckResult]
    """The last five checks, oldest first; empty until the first is through."""
    status: str
    failing_streak: int
    log: ListOf[HealthcheckResult]
    @overload
    def __getitem__(self, key: Literal["Status"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["FailingStreak"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Log"]) -> ListOf[HealthcheckResult]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HostConfigBlkioWeightDevice(Typed):
    Path: str
    """Block device on the host to which the weight applies, as `/dev/sda`."""
    Weight: int
    """The container's share on that device, 10 to 1000; 0 for none of its own."""
    path: str
    weight: int
    @overload
    def __getitem__(self, key: Literal["Path"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Weight"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ThrottleDevice(Typed):
    Path: str
    """The device on the host, whole and not a partition, such as `/dev/sda`."""
    Rate: int
    """Bytes or operations in a second, depending on the list it stands in."""
    path: str
    rate: int
    @overload
    def __getitem__(self, key: Literal["Path"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Rate"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class DeviceMapping(Typed):
    PathOnHost: str
    """Path of the device on the engine's host; a folder stands for every device below it."""
    PathInContainer: str
    """Where the container sees it, mostly the same path."""
    CgroupPermissions: str
    """Any of `r` (read), `w` (write) and `m` (make the node by mknod), as `rwm`."""
    path_on_host: str
    path_in_container: str
    cgroup_permissions: str
    @overload
    def __getitem__(self, key: Literal["PathOnHost", "PathInContainer", "CgroupPermissions"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class DeviceRequest(Typed):
    Driver: str
    """Driver to ask, such as `nvidia`, or `cdi` with full names in DeviceIDs where the engine has that switched on."""
    Count: int
    """How many devices, -1 for all that there are."""
    DeviceIDs: ListOf[str]
    """The very devices, by index or UUID as the driver counts them, or by full name for `cdi`, in place of Count."""
    Capabilities: ListOf[ListOf[str]]
    """Lists of abilities: the driver has to offer all of one list, any of them."""
    Options: MapOf[str]
    """Settings handed on to the driver, which alone knows their meaning."""
    driver: str
    count: int
    device_ids: ListOf[str]
    capabilities: ListOf[ListOf[str]]
    options: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Driver"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Count"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["DeviceIDs"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Capabilities"]) -> ListOf[ListOf[str]]: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HostConfigUlimits(Typed):
    Name: str
    """Which limit, in small letters and without RLIMIT_: `nofile` (open files), `nproc`, `core`, `memlock`, `stack` and so on."""
    Soft: int
    """The value in force, which a process may raise up to Hard."""
    Hard: int
    """How far Soft may be raised, and not less than it; -1 is no limit."""
    name: str
    soft: int
    hard: int
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Soft", "Hard"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HostConfigLogConfig(Typed):
    Type: str
    """Driver: `json-file` keeps a file on the host, `journald` and `syslog` use the host's log, `gelf`, `fluentd`, `awslogs` and `splunk` send it on, `etwlogs` is …"""
    Config: MapOf[str]
    """Options of the driver, all text: `max-size` and `max-file` bound the files of `json-file`, which else grow for ever."""
    type: str
    config: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Type"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Config"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HostConfigPortBindings(Typed):
    HostIp: str
    """Address of the host that is listened on."""
    HostPort: str
    """Port of the host, as text."""
    host_ip: str
    host_port: str
    @overload
    def __getitem__(self, key: Literal["HostIp", "HostPort"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class RestartPolicy(Typed):
    Name: str
    """`no`, or empty: never."""
    MaximumRetryCount: int
    """With `on-failure`: after so many restarts in a row give up; 0 for no bound."""
    name: str
    maximum_retry_count: int
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["MaximumRetryCount"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Mount(Typed):
    Target: str
    """Absolute path inside the container, made if it is missing."""
    Source: str
    """For `bind` an absolute path that exists on the engine's host, not on yours; for `volume` its name, made when missing, or nothing for an anonymous one."""
    Type: str
    """`bind`, `volume` or `tmpfs`, which decides what Source means and which options count."""
    ReadOnly: bool
    """True: the container cannot write there."""
    Consistency: str
    """Hint from Docker Desktop for Mac: `consistent`, `cached` or `delegated`, or `default`."""
    BindOptions: MountBindOptions
    """Options for Type `bind` only."""
    VolumeOptions: MountVolumeOptions
    """Options for Type `volume` only; labels and driver count when the volume is made, not if it exists."""
    TmpfsOptions: MountTmpfsOptions
    """Options for Type `tmpfs` only."""
    ClusterOptions: Result
    """Present for a cluster volume; has no options yet."""
    target: str
    source: str
    type: str
    read_only: bool
    consistency: str
    bind_options: MountBindOptions
    volume_options: MountVolumeOptions
    tmpfs_options: MountTmpfsOptions
    cluster_options: Result
    @overload
    def __getitem__(self, key: Literal["Target", "Source", "Type", "Consistency"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["ReadOnly"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["BindOptions"]) -> MountBindOptions: ...
    @overload
    def __getitem__(self, key: Literal["VolumeOptions"]) -> MountVolumeOptions: ...
    @overload
    def __getitem__(self, key: Literal["TmpfsOptions"]) -> MountTmpfsOptions: ...
    @overload
    def __getitem__(self, key: Literal["ClusterOptions"]) -> Result: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HealthConfig(Typed):
    Test: ListOf[str]
    """The first item says how: `CMD` runs the items after it as program and arguments, `CMD-SHELL` the second by the container's shell, `NONE` turns off the image's …"""
    Interval: int
    """Nanoseconds from the end of a check to the next, and to the first one."""
    Timeout: int
    """Nanoseconds that a check may take; then it is killed and has failed, with exit code -1."""
    Retries: int
    """After how many failures in a row the container is `unhealthy`; one success makes it `healthy` again."""
    StartPeriod: int
    """Nanoseconds after the start in which failures do not count, though a success ends the period."""
    StartInterval: int
    """Nanoseconds between checks as long as StartPeriod lasts, to notice early that it is ready."""
    test: ListOf[str]
    interval: int
    timeout: int
    retries: int
    start_period: int
    start_interval: int
    @overload
    def __getitem__(self, key: Literal["Test"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Interval", "Timeout", "Retries", "StartPeriod", "StartInterval"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkSettingsPorts(Typed):
    HostIp: str
    """Address of the host that is listened on."""
    HostPort: str
    """Port of the host, as text."""
    host_ip: str
    host_port: str
    @overload
    def __getitem__(self, key: Literal["HostIp", "HostPort"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Address(Typed):
    Addr: str
    """The address by itself, IPv4 or IPv6."""
    PrefixLen: int
    """How many bits of it are the network part."""
    addr: str
    prefix_len: int
    @overload
    def __getitem__(self, key: Literal["Addr"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["PrefixLen"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class IndexInfo(Typed):
    Name: str
    """Host of the registry, with its port if it has one; docker.io for Docker Hub."""
    Mirrors: ListOf[str]
    """URLs that are tried before it."""
    Secure: bool
    """Whether TLS with a valid certificate is insisted on."""
    Official: bool
    """True for Docker Hub, false for any other."""
    name: str
    mirrors: ListOf[str]
    secure: bool
    official: bool
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Mirrors"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Secure", "Official"]) -> bool: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemInfoGenericResourcesNamedResourceSpec(Typed):
    Kind: str
    """Sort of resource, such as `GPU`."""
    Value: str
    """Which piece of that kind, such as a GPU's UUID."""
    kind: str
    value: str
    @overload
    def __getitem__(self, key: Literal["Kind", "Value"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SystemInfoGenericResourcesDiscreteResourceSpec(Typed):
    Kind: str
    """Sort of resource, such as `SSD`."""
    Value: int
    """How many of them are offered, or wanted."""
    kind: str
    value: int
    @overload
    def __getitem__(self, key: Literal["Kind"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Value"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PeerNode(Typed):
    NodeID: str
    """The manager's ID in NodeList."""
    Addr: str
    """Its `host:port`; good as one of RemoteAddrs when a node joins."""
    node_id: str
    addr: str
    @overload
    def __getitem__(self, key: Literal["NodeID", "Addr"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterInfo(Typed):
    ID: str
    """25 letters and digits that tell this swarm from others."""
    Version: ObjectVersion
    """Its Index goes into `version=` of `client.swarm.update`."""
    CreatedAt: str
    """When `client.swarm.init` made it, RFC 3339 in UTC."""
    UpdatedAt: str
    """Last change of settings, tokens or certificates, RFC 3339 in UTC."""
    Spec: SwarmSpec
    """Its settings."""
    TLSInfo: _t_TLSInfo
    """The root that the nodes' certificates come from now."""
    RootRotationInProgress: bool
    """True from a change of the root until the last node has its new certificate; a node that is down holds it up."""
    DataPathPort: int
    """UDP port of the overlay networks' traffic, as set by SwarmInit."""
    DefaultAddrPool: ListOf[str]
    """Ranges that overlay networks take their subnets from, in CIDR notation, as set by SwarmInit."""
    SubnetSize: int
    """Prefix length of each subnet from DefaultAddrPool, as set by SwarmInit."""
    id: str
    version: ObjectVersion
    created_at: str
    updated_at: str
    spec: SwarmSpec
    tls_info: _t_TLSInfo
    root_rotation_in_progress: bool
    data_path_port: int
    default_addr_pool: ListOf[str]
    subnet_size: int
    @overload
    def __getitem__(self, key: Literal["ID", "CreatedAt", "UpdatedAt"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Version"]) -> ObjectVersion: ...
    @overload
    def __getitem__(self, key: Literal["Spec"]) -> SwarmSpec: ...
    @overload
    def __getitem__(self, key: Literal["TLSInfo"]) -> _t_TLSInfo: ...
    @overload
    def __getitem__(self, key: Literal["RootRotationInProgress"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["DataPathPort", "SubnetSize"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["DefaultAddrPool"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeSpec(Typed):
    Group: str
    """A word that volumes share which may stand in for each other; a mount whose Source is `group:` and that word takes any of them."""
    AccessMode: ClusterVolumeSpecAccessMode
    """How many nodes and tasks use it at a time, and in which form."""
    Availability: str
    """Whether tasks may use the volume."""
    AccessibilityRequirements: ClusterVolumeSpecAccessibilityRequirements
    """Where in the cluster the volume must and should be reachable."""
    CapacityRange: ClusterVolumeSpecCapacityRange
    """How large the volume may be, in bytes."""
    Secrets: ListOf[ClusterVolumeSpecSecrets]
    """Secrets of the swarm that the plugin is given."""
    group: str
    access_mode: ClusterVolumeSpecAccessMode
    availability: str
    accessibility_requirements: ClusterVolumeSpecAccessibilityRequirements
    capacity_range: ClusterVolumeSpecCapacityRange
    secrets: ListOf[ClusterVolumeSpecSecrets]
    @overload
    def __getitem__(self, key: Literal["Group", "Availability"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["AccessMode"]) -> ClusterVolumeSpecAccessMode: ...
    @overload
    def __getitem__(self, key: Literal["AccessibilityRequirements"]) -> ClusterVolumeSpecAccessibilityRequirements: ...
    @overload
    def __getitem__(self, key: Literal["CapacityRange"]) -> ClusterVolumeSpecCapacityRange: ...
    @overload
    def __getitem__(self, key: Literal["Secrets"]) -> ListOf[ClusterVolumeSpecSecrets]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeInfo(Typed):
    CapacityBytes: int
    """Real size in bytes; 0 if the plugin does not tell."""
    VolumeContext: MapOf[str]
    """What the plugin noted for itself at creation, names to values."""
    VolumeID: str
    """The plugin's own name for it, of no use in calls to the engine."""
    AccessibleTopology: ListOf[Topology]
    """Parts of the cluster that can in fact reach it."""
    capacity_bytes: int
    volume_context: MapOf[str]
    volume_id: str
    accessible_topology: ListOf[Topology]
    @overload
    def __getitem__(self, key: Literal["CapacityBytes"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["VolumeContext"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["VolumeID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["AccessibleTopology"]) -> ListOf[Topology]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumePublishStatus(Typed):
    NodeID: str
    """The node, by its ID in the swarm."""
    State: str
    """`pending-publish` is to be made ready there, `published` is."""
    PublishContext: MapOf[str]
    """What the plugin tells the node to find it by, names to values."""
    node_id: str
    state: str
    publish_context: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["NodeID", "State"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["PublishContext"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class IPAMConfig(Typed):
    Subnet: str
    """The range as `address/bits`, with the bits beyond the network part at 0: `172.29.40.0/24`, `fd00:40::/64`."""
    IPRange: str
    """Part of Subnet that free addresses are taken from, as `172.29.40.128/25`; fixed ones may lie outside it."""
    Gateway: str
    """The gateway's address in Subnet, which the host gets with `bridge`."""
    AuxiliaryAddresses: MapOf[str]
    """Addresses that no container is to get, as something else has them: from any name to the address."""
    subnet: str
    ip_range: str
    gateway: str
    auxiliary_addresses: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Subnet", "IPRange", "Gateway"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["AuxiliaryAddresses"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginMount(Typed):
    Name: str
    """Name by which PluginSet refers to it, as in NAME.source=/path."""
    Description: str
    """What it is for, in its maker's words; often empty."""
    Settable: ListOf[str]
    """What of it PluginSet may change: source is the one there is."""
    Source: str
    """Path on the engine's host that is mounted."""
    Destination: str
    """Absolute path inside the plugin where it appears."""
    Type: str
    """Kind of mount as mount(8) has it, such as bind or tmpfs."""
    Options: ListOf[str]
    """Options of the mount, such as rbind, ro or rshared."""
    name: str
    description: str
    settable: ListOf[str]
    source: str
    destination: str
    type: str
    options: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Name", "Description", "Source", "Destination", "Type"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Settable", "Options"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginDevice(Typed):
    Name: str
    """Name by which PluginSet refers to it, as in NAME.path=/dev/sdb."""
    Description: str
    """What it is for, in its maker's words; often empty."""
    Settable: ListOf[str]
    """What of it PluginSet may change: path is the one there is."""
    Path: str
    """Path of the device on the engine's host, such as /dev/fuse, which the plugin sees under the same path."""
    name: str
    description: str
    settable: ListOf[str]
    path: str
    @overload
    def __getitem__(self, key: Literal["Name", "Description", "Path"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Settable"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfigInterface(Typed):
    Types: ListOf[str]
    """What it can serve as, in the engine's answers texts such as docker.volumedriver/1.0."""
    Socket: str
    """File name of its socket; the plugin makes it in /run/docker/plugins."""
    ProtocolScheme: str
    """How requests are written."""
    types: ListOf[str]
    socket: str
    protocol_scheme: str
    @overload
    def __getitem__(self, key: Literal["Types"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Socket", "ProtocolScheme"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfigUser(Typed):
    UID: int
    """Number of the user."""
    GID: int
    """Number of the group."""
    uid: int
    gid: int
    @overload
    def __getitem__(self, key: Literal["UID", "GID"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfigNetwork(Typed):
    Type: str
    """host for the network of the engine's host, none for none at all, bridge for one of its own."""
    type: str
    @overload
    def __getitem__(self, key: Literal["Type"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfigLinux(Typed):
    Capabilities: ListOf[str]
    """Capabilities added to the usual ones, such as CAP_SYS_ADMIN; null where there is none."""
    AllowAllDevices: bool
    """Whether it may use every device of the host, which amounts to full control of it."""
    Devices: ListOf[PluginDevice]
    """Devices of the host that it may use; null where there is none."""
    capabilities: ListOf[str]
    allow_all_devices: bool
    devices: ListOf[PluginDevice]
    @overload
    def __getitem__(self, key: Literal["Capabilities"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["AllowAllDevices"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Devices"]) -> ListOf[PluginDevice]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginEnv(Typed):
    Name: str
    """The variable, by which PluginSet refers to it, as in NAME=value."""
    Description: str
    """What it is for, in its maker's words; often empty."""
    Settable: ListOf[str]
    """What of it PluginSet may change: value is the one there is."""
    Value: str
    """Value from the plugin's maker."""
    name: str
    description: str
    settable: ListOf[str]
    value: str
    @overload
    def __getitem__(self, key: Literal["Name", "Description", "Value"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Settable"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfigArgs(Typed):
    Name: str
    """Name by which PluginSet refers to them, as in args=--debug."""
    Description: str
    """What they are for, in its maker's words; often empty."""
    Settable: ListOf[str]
    """What of them PluginSet may change: value is the one there is."""
    Value: ListOf[str]
    """The arguments at first, one item for each word; null where there is none."""
    name: str
    description: str
    settable: ListOf[str]
    value: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Name", "Description"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Settable", "Value"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PluginConfigRootfs(Typed):
    type: str
    """How the file system is made up; always layers."""
    diff_ids: ListOf[str]
    """Digests of the layers, unpacked, from the lowest up, each sha256 and 64 hex digits."""
    @overload
    def __getitem__(self, key: Literal["type"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["diff_ids"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Platform(Typed):
    Architecture: str
    """Processor, in the kernel's words for a node (`x86_64`, `aarch64`) and mostly in Go's for a service (`amd64`, `arm64`); the two spellings are taken as one."""
    OS: str
    """Operating system, `linux` or `windows`."""
    architecture: str
    os: str
    @overload
    def __getitem__(self, key: Literal["Architecture", "OS"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ResourceObject(Typed):
    NanoCPUs: int
    """CPUs in 1e-9: 2000000000 are two."""
    MemoryBytes: int
    """Memory in bytes."""
    GenericResources: ListOf[ResourceObjectGenericResources]
    """Things that the engine does not know by itself, such as GPUs."""
    nano_cpus: int
    memory_bytes: int
    generic_resources: ListOf[ResourceObjectGenericResources]
    @overload
    def __getitem__(self, key: Literal["NanoCPUs", "MemoryBytes"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["GenericResources"]) -> ListOf[ResourceObjectGenericResources]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class EngineDescription(Typed):
    EngineVersion: str
    """Release of the engine, such as `26.1.5`; a distribution may add to it."""
    Labels: MapOf[str]
    """Labels of the engine's daemon.json, for constraints such as `engine.labels.storage == fast`."""
    Plugins: ListOf[EngineDescriptionPlugins]
    """What the engine can use, built in or installed."""
    engine_version: str
    labels: MapOf[str]
    plugins: ListOf[EngineDescriptionPlugins]
    @overload
    def __getitem__(self, key: Literal["EngineVersion"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Plugins"]) -> ListOf[EngineDescriptionPlugins]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecOrchestration(Typed):
    TaskHistoryRetentionLimit: int
    """How many ended tasks are kept for each slot, or for each node of a global service, with containers and logs."""
    task_history_retention_limit: int
    @overload
    def __getitem__(self, key: Literal["TaskHistoryRetentionLimit"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecRaft(Typed):
    SnapshotInterval: int
    """After how many entries of the log the state is written out as a whole."""
    KeepOldSnapshots: int
    """How many earlier snapshots stay on disk besides the last."""
    LogEntriesForSlowFollowers: int
    """How many entries from before a snapshot are kept, so that managers that lag need not load it whole."""
    ElectionTick: int
    """After how many ticks (now a second each) without a word from the leader a manager stands for election."""
    HeartbeatTick: int
    """Every how many ticks (now a second each) the leader shows that it is alive."""
    snapshot_interval: int
    keep_old_snapshots: int
    log_entries_for_slow_followers: int
    election_tick: int
    heartbeat_tick: int
    @overload
    def __getitem__(self, key: Literal["SnapshotInterval", "KeepOldSnapshots", "LogEntriesForSlowFollowers", "ElectionTick", "HeartbeatTick"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecDispatcher(Typed):
    HeartbeatPeriod: int
    """How often nodes report, in nanoseconds; a few silent periods make one `down`."""
    heartbeat_period: int
    @overload
    def __getitem__(self, key: Literal["HeartbeatPeriod"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecCAConfig(Typed):
    NodeCertExpiry: int
    """How long a node's certificate is good, in nanoseconds; nodes renew it in time."""
    ExternalCAs: ListOf[SwarmSpecCAConfigExternalCAs]
    """Authorities outside the swarm that sign instead of the managers."""
    SigningCACert: str
    """Certificate of a root of one's own to go over to, in PEM."""
    SigningCAKey: str
    """Private key for SigningCACert, in PEM; not needed if an external authority signs for it."""
    ForceRotate: int
    """A number to raise by one for a new root that the managers make themselves."""
    node_cert_expiry: int
    external_cas: ListOf[SwarmSpecCAConfigExternalCAs]
    signing_ca_cert: str
    signing_ca_key: str
    force_rotate: int
    @overload
    def __getitem__(self, key: Literal["NodeCertExpiry", "ForceRotate"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["ExternalCAs"]) -> ListOf[SwarmSpecCAConfigExternalCAs]: ...
    @overload
    def __getitem__(self, key: Literal["SigningCACert", "SigningCAKey"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecEncryptionConfig(Typed):
    AutoLockManagers: bool
    """True makes managers wait for the unlock key after each restart."""
    auto_lock_managers: bool
    @overload
    def __getitem__(self, key: Literal["AutoLockManagers"]) -> bool: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecTaskDefaults(Typed):
    LogDriver: SwarmSpecTaskDefaultsLogDriver
    """Log driver for services without one of their own."""
    log_driver: SwarmSpecTaskDefaultsLogDriver
    @overload
    def __getitem__(self, key: Literal["LogDriver"]) -> SwarmSpecTaskDefaultsLogDriver: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceSpecMode(Typed):
    Replicated: ServiceSpecModeReplicated
    """So many tasks, spread over the nodes."""
    Global: Result
    """One task on every node that fits, also on those that join later."""
    ReplicatedJob: ServiceSpecModeReplicatedJob
    """Tasks that are meant to end; the job is done when enough of them ended with exit code 0."""
    GlobalJob: Result
    """One task on every node that fits, until it ends with exit code 0."""
    replicated: ServiceSpecModeReplicated
    global_: Result
    replicated_job: ServiceSpecModeReplicatedJob
    global_job: Result
    @overload
    def __getitem__(self, key: Literal["Replicated"]) -> ServiceSpecModeReplicated: ...
    @overload
    def __getitem__(self, key: Literal["Global", "GlobalJob"]) -> Result: ...
    @overload
    def __getitem__(self, key: Literal["ReplicatedJob"]) -> ServiceSpecModeReplicatedJob: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceSpecUpdateConfig(Typed):
    Parallelism: int
    """How many tasks at a time; 0, or absent within an UpdateConfig, is all at once."""
    Delay: int
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: str
    """When too many new tasks fail: `pause` leaves things as they are then, `continue` goes on, `rollback` returns to the spec before."""
    Monitor: int
    """How long after its start a new task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float
    """Which part of the tasks may fail before FailureAction, from 0 to 1."""
    Order: str
    """`stop-first` ends the old task and then starts the new one, `start-first` has both for a moment."""
    parallelism: int
    delay: int
    failure_action: str
    monitor: int
    max_failure_ratio: float
    order: str
    @overload
    def __getitem__(self, key: Literal["Parallelism", "Delay", "Monitor"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["FailureAction", "Order"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["MaxFailureRatio"]) -> float: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceSpecRollbackConfig(Typed):
    Parallelism: int
    """How many tasks at a time; 0, or absent within a RollbackConfig, is all at once."""
    Delay: int
    """Pause between one lot of tasks and the next, in nanoseconds."""
    FailureAction: str
    """When too many tasks fail on the way back: `pause` stops there, `continue` goes on."""
    Monitor: int
    """How long after its start a task counts as failed if it ends, in nanoseconds."""
    MaxFailureRatio: float
    """Which part of the tasks may fail on the way back before FailureAction, from 0 to 1."""
    Order: str
    """`stop-first` ends the newer task and then starts the older one, `start-first` has both for a moment."""
    parallelism: int
    delay: int
    failure_action: str
    monitor: int
    max_failure_ratio: float
    order: str
    @overload
    def __getitem__(self, key: Literal["Parallelism", "Delay", "Monitor"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["FailureAction", "Order"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["MaxFailureRatio"]) -> float: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class NetworkAttachmentConfig(Typed):
    Target: str
    """Network by name or ID, mostly an overlay; answers always show the ID."""
    Aliases: ListOf[str]
    """More host names that lead to the service on this network, beside its own name."""
    DriverOpts: MapOf[str]
    """Options of the network's driver for this one attachment, names to values as text."""
    target: str
    aliases: ListOf[str]
    driver_opts: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Target"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Aliases"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["DriverOpts"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class EndpointSpec(Typed):
    Mode: str
    """What its name resolves to on its networks: `vip` one address that passes connections on to the tasks, `dnsrr` the addresses of the tasks themselves."""
    Ports: ListOf[EndpointPortConfig]
    """Ports to publish."""
    mode: str
    ports: ListOf[EndpointPortConfig]
    @overload
    def __getitem__(self, key: Literal["Mode"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Ports"]) -> ListOf[EndpointPortConfig]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class EndpointPortConfig(Typed):
    Name: str
    """A word for the reader, such as `http`; nothing looks at it."""
    Protocol: str
    """`tcp`, `udp` or `sctp`."""
    TargetPort: int
    """Port that the program in the container listens on."""
    PublishedPort: int
    """Port of the nodes."""
    PublishMode: str
    """`ingress` opens the port on all nodes and shares connections out to the tasks; `host` opens it only where a task runs, straight to that task."""
    name: str
    protocol: str
    target_port: int
    published_port: int
    publish_mode: str
    @overload
    def __getitem__(self, key: Literal["Name", "Protocol", "PublishMode"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["TargetPort", "PublishedPort"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceEndpointVirtualIPs(Typed):
    NetworkID: str
    """The network, by ID."""
    Addr: str
    """Address in CIDR notation, such as `10.0.1.2/24`."""
    network_id: str
    addr: str
    @overload
    def __getitem__(self, key: Literal["NetworkID", "Addr"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecPluginSpec(Typed):
    Name: str
    """What the plugin is called on each node, as PluginList shows it there; the tag may be left out."""
    Remote: str
    """Where to pull it from, such as `registry.example.com/vol:1`."""
    Disabled: bool
    """True installs it without enabling it."""
    Privileges: ListOf[PluginPrivilege]
    """What the plugin is granted, as `client.plugin.get_plugin_privileges` lists it."""
    Env: ListOf[str]
    """Environment of the plugin, each item NAME=value."""
    name: str
    remote: str
    disabled: bool
    privileges: ListOf[PluginPrivilege]
    env: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Name", "Remote"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Disabled"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Privileges"]) -> ListOf[PluginPrivilege]: ...
    @overload
    def __getitem__(self, key: Literal["Env"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpec(Typed):
    Image: str
    """Image as `name:tag` or `name@sha256:...`."""
    Labels: MapOf[str]
    """Labels of the containers, beside those that the swarm adds (`com.docker.swarm.`...)."""
    Command: ListOf[str]
    """Program to run in place of the image's entrypoint, its first arguments with it; what a container calls `Entrypoint`."""
    Args: ListOf[str]
    """What follows Command, or the image's entrypoint, on the command line; what a container calls `Cmd`."""
    Hostname: str
    """Host name in the container; a template such as `{{.Service.Name}}-{{.Task.Slot}}` is filled in for each task."""
    Env: ListOf[str]
    """Environment, each item `NAME=value`; templates such as `{{.Node.Hostname}}` are filled in."""
    Dir: str
    """Directory that the program starts in."""
    User: str
    """User to run as, by name or number, with a group if wanted: `www-data`, `1000:1000`."""
    Groups: ListOf[str]
    """More groups for the program to be in, by name or number, as text."""
    Privileges: TaskSpecContainerSpecPrivileges
    """What the kernel lets the container do."""
    TTY: bool
    """True gives the container a terminal; its log then has one stream, standard error in it."""
    OpenStdin: bool
    """True keeps standard input open though nothing writes to it, for programs that end with it."""
    ReadOnly: bool
    """True makes all of the container's files read-only except in Mounts."""
    Mounts: ListOf[Mount]
    """What is mounted into each container."""
    StopSignal: str
    """Signal to end the program with, such as `SIGINT`."""
    StopGracePeriod: int
    """How long the container has after StopSignal before it is killed, in nanoseconds."""
    Healthcheck: HealthConfig
    """Test of the container's health; a task counts as running only when it passes, and one that is unhealthy is replaced."""
    Hosts: ListOf[str]
    """Lines for the container's /etc/hosts, as they stand there: `10.0.0.5 db db.example.com`."""
    DNSConfig: TaskSpecContainerSpecDNSConfig
    """What the container's /etc/resolv.conf says."""
    Secrets: ListOf[TaskSpecContainerSpecSecrets]
    """Secrets that the container finds as files in memory, mostly below /run/secrets."""
    Configs: ListOf[TaskSpecContainerSpecConfigs]
    """Configs that the container finds as files, anywhere."""
    Isolation: str
    """Windows: `process` shares the host's kernel, `hyperv` runs in a small virtual machine, `default` or empty is the engine's choice."""
    Init: bool
    """True puts a small init before the program, which passes signals on and reaps what is left over."""
    Sysctls: MapOf[str]
    """Kernel settings for the container's own namespaces, values as text: `{"net.core.somaxconn": "1024"}`."""
    CapabilityAdd: ListOf[str]
    """Rights beyond the usual ones, such as `CAP_NET_ADMIN`; the `CAP_` may be left out, and `ALL` gives every one."""
    CapabilityDrop: ListOf[str]
    """Rights to take away from the usual ones, such as `CAP_NET_RAW`; `ALL` takes every one."""
    Ulimits: ListOf[TaskSpecContainerSpecUlimits]
    """Limits for each process in the container."""
    image: str
    labels: MapOf[str]
    command: ListOf[str]
    args: ListOf[str]
    hostname: str
    env: ListOf[str]
    dir: str
    user: str
    groups: ListOf[str]
    privileges: TaskSpecContainerSpecPrivileges
    tty: bool
    open_stdin: bool
    read_only: bool
    mounts: ListOf[Mount]
    stop_signal: str
    stop_grace_period: int
    healthcheck: HealthConfig
    hosts: ListOf[str]
    dns_config: TaskSpecContainerSpecDNSConfig
    secrets: ListOf[TaskSpecContainerSpecSecrets]
    configs: ListOf[TaskSpecContainerSpecConfigs]
    isolation: str
    init: bool
    sysctls: MapOf[str]
    capability_add: ListOf[str]
    capability_drop: ListOf[str]
    ulimits: ListOf[TaskSpecContainerSpecUlimits]
    @overload
    def __getitem__(self, key: Literal["Image", "Hostname", "Dir", "User", "StopSignal", "Isolation"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Labels", "Sysctls"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Command", "Args", "Env", "Groups", "Hosts", "CapabilityAdd", "CapabilityDrop"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Privileges"]) -> TaskSpecContainerSpecPrivileges: ...
    @overload
    def __getitem__(self, key: Literal["TTY", "OpenStdin", "ReadOnly", "Init"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Mounts"]) -> ListOf[Mount]: ...
    @overload
    def __getitem__(self, key: Literal["StopGracePeriod"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Healthcheck"]) -> HealthConfig: ...
    @overload
    def __getitem__(self, key: Literal["DNSConfig"]) -> TaskSpecContainerSpecDNSConfig: ...
    @overload
    def __getitem__(self, key: Literal["Secrets"]) -> ListOf[TaskSpecContainerSpecSecrets]: ...
    @overload
    def __getitem__(self, key: Literal["Configs"]) -> ListOf[TaskSpecContainerSpecConfigs]: ...
    @overload
    def __getitem__(self, key: Literal["Ulimits"]) -> ListOf[TaskSpecContainerSpecUlimits]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecNetworkAttachmentSpec(Typed):
    ContainerID: str
    """ID of that container on its node."""
    container_id: str
    @overload
    def __getitem__(self, key: Literal["ContainerID"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecResources(Typed):
    Limits: Limit
    """What a task can use at most."""
    Reservations: ResourceObject
    """What a node must have left over for the task."""
    limits: Limit
    reservations: ResourceObject
    @overload
    def __getitem__(self, key: Literal["Limits"]) -> Limit: ...
    @overload
    def __getitem__(self, key: Literal["Reservations"]) -> ResourceObject: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecRestartPolicy(Typed):
    Condition: str
    """`any` always replaces it, `on-failure` unless it ended with exit code 0, `none` never."""
    Delay: int
    """How long to wait before the next one, in nanoseconds."""
    MaxAttempts: int
    """How many successors there may be within Window."""
    Window: int
    """Time over which MaxAttempts counts, in nanoseconds."""
    condition: str
    delay: int
    max_attempts: int
    window: int
    @overload
    def __getitem__(self, key: Literal["Condition"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Delay", "MaxAttempts", "Window"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecPlacement(Typed):
    Constraints: ListOf[str]
    """Rules that a node has to meet, every one: `node.role == worker`, `node.hostname != alpha`, `node.labels.disk == ssd`, also `node.id`, `node.ip`, …"""
    Preferences: ListOf[TaskSpecPlacementPreferences]
    """Wishes that never keep a task waiting; the first in the list counts most."""
    MaxReplicas: int
    """How many tasks of the service one node may run, for replicated services."""
    Platforms: ListOf[Platform]
    """What the image is made for, as a registry tells; other nodes are passed over."""
    constraints: ListOf[str]
    preferences: ListOf[TaskSpecPlacementPreferences]
    max_replicas: int
    platforms: ListOf[Platform]
    @overload
    def __getitem__(self, key: Literal["Constraints"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["Preferences"]) -> ListOf[TaskSpecPlacementPreferences]: ...
    @overload
    def __getitem__(self, key: Literal["MaxReplicas"]) -> int: ...
    @overload
    def __getitem__(self, key: Literal["Platforms"]) -> ListOf[Platform]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecLogDriver(Typed):
    Name: str
    """Driver such as `json-file`, `local`, `journald` or `none`."""
    Options: MapOf[str]
    """Options of the driver, values as text: `{"max-size": "10m"}`."""
    name: str
    options: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskAssignedGenericResourcesNamedResourceSpec(Typed):
    Kind: str
    """Sort of resource, such as `GPU`."""
    Value: str
    """Which piece of that kind, such as a GPU's UUID."""
    kind: str
    value: str
    @overload
    def __getitem__(self, key: Literal["Kind", "Value"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskAssignedGenericResourcesDiscreteResourceSpec(Typed):
    Kind: str
    """Sort of resource, such as `SSD`."""
    Value: int
    """How many of them are offered, or wanted."""
    kind: str
    value: int
    @overload
    def __getitem__(self, key: Literal["Kind"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Value"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ContainerStatus(Typed):
    ContainerID: str
    """ID for `client.container.inspect`, on the engine of the task's node only."""
    PID: int
    """Process of the container on its node."""
    ExitCode: int
    """How the program ended; 0 also while it still runs."""
    container_id: str
    pid: int
    exit_code: int
    @overload
    def __getitem__(self, key: Literal["ContainerID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["PID", "ExitCode"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class PortStatus(Typed):
    Ports: ListOf[EndpointPortConfig]
    """Ports in `host` mode with the PublishedPort that the node has chosen."""
    ports: ListOf[EndpointPortConfig]
    @overload
    def __getitem__(self, key: Literal["Ports"]) -> ListOf[EndpointPortConfig]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Driver(Typed):
    Name: str
    """Which driver."""
    Options: MapOf[str]
    """What the driver is to know, names to values as text."""
    name: str
    options: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class MountVolumeOptionsDriverConfigDict(TypedDict, total=False):
    Name: Text | None
    """`local`, or the name of a volume plugin that is installed and enabled."""
    Options: Mapping[str, Text | None] | None
    """Options of the driver, all text; `local` takes `type`, `device` and `o` as `mount` does."""

class TaskSpecContainerSpecPrivilegesCredentialSpecDict(TypedDict, total=False):
    Config: Text | None
    """ID of a config that holds it; Configs has to list the same one with Runtime."""
    File: Text | None
    """Name of a file in the folder CredentialSpecs of the engine's data, on each node where tasks may run."""
    Registry: Text | None
    """Name of a value in the Windows registry of each node, under the key that containers' credentials have there."""

class TaskSpecContainerSpecPrivilegesSELinuxContextDict(TypedDict, total=False):
    Disable: bool | None
    """True runs the container without a label of its own, thus unconfined by SELinux."""
    User: Text | None
    """First part of the label, such as `system_u`."""
    Role: Text | None
    """Second part of the label, such as `system_r`."""
    Type: Text | None
    """Third part of the label, such as `container_t`."""
    Level: Text | None
    """Last part of the label, such as `s0:c100,c200`."""

class TaskSpecContainerSpecPrivilegesSeccompDict(TypedDict, total=False):
    Mode: Literal["", "default", "unconfined", "custom"] | None
    """`default` is the profile of the engine, `unconfined` allows every call, `custom` takes the one in Profile."""
    Profile: Base64 | None
    """Profile for `custom`: its JSON as base64 text; in Python give the bytes of the file, or its `Path`."""

class TaskSpecContainerSpecPrivilegesAppArmorDict(TypedDict, total=False):
    Mode: Literal["", "default", "disabled"] | None
    """`default` is the profile of the engine, `disabled` none."""

class TaskSpecContainerSpecSecretsFileDict(TypedDict, total=False):
    Name: Text | None
    """Path of the file; one that does not begin with / is below /run/secrets."""
    UID: Text | None
    """Owner of the file, a number as text such as `"0"`."""
    GID: Text | None
    """Group of the file, a number as text such as `"0"`."""
    Mode: int | None
    """Permissions of the file, shown as a decimal number: 0o444 is 292, 0o400 is 256."""

class TaskSpecContainerSpecConfigsFileDict(TypedDict, total=False):
    Name: Text | None
    """Path of the file, such as `/etc/app.conf`; one that does not begin with / is below the root."""
    UID: Text | None
    """Owner of the file, a number as text such as `"1000"`."""
    GID: Text | None
    """Group of the file, a number as text such as `"1000"`."""
    Mode: int | None
    """Permissions of the file, shown as a decimal number: 0o444 is 292, 0o640 is 416."""

class ResourceObjectGenericResourcesDict(TypedDict, total=False):
    NamedResourceSpec: ResourceObjectGenericResourcesNamedResourceSpecDict
    """One piece that has a name of its own; several of a kind are several items."""
    DiscreteResourceSpec: ResourceObjectGenericResourcesDiscreteResourceSpecDict
    """So many of one kind, where it does not matter which."""

class TaskSpecPlacementPreferencesSpreadDict(TypedDict, total=False):
    SpreadDescriptor: Text | None
    """Which label: `node.labels.rack` or `engine.labels.zone`."""

class EndpointIPAMConfig(Typed):
    IPv4Address: str
    """IPv4 address in the network's Subnet, without bits."""
    IPv6Address: str
    """IPv6 address in the network's IPv6 Subnet, as `fd00:40::20`."""
    LinkLocalIPs: ListOf[str]
    """Link-local addresses to add, of `169.254.0.0/16` or `fe80::/64`."""
    ipv4_address: str
    ipv6_address: str
    link_local_ips: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["IPv4Address", "IPv6Address"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["LinkLocalIPs"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class HealthcheckResult(Typed):
    Start: str
    """When the check began: RFC 3339 with up to nine decimals."""
    End: str
    """When the check was through or was broken off, written like Start."""
    ExitCode: int
    """0: healthy."""
    Output: str
    """What the check wrote, both streams together, cut after 4096 bytes; or why it could not be run."""
    start: str
    end: str
    exit_code: int
    output: str
    @overload
    def __getitem__(self, key: Literal["Start", "End", "Output"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["ExitCode"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class MountBindOptions(Typed):
    Propagation: str
    """Whether mounts made later below the path pass on: `private` not at all, `slave` from host to container, `shared` both ways; with `r` in front, as in `rslave`, …"""
    NonRecursive: bool
    """True: take the path alone, without other file systems that are mounted below it."""
    CreateMountpoint: bool
    """True: make the source as an empty directory if the host does not have it."""
    ReadOnlyNonRecursive: bool
    """True: with ReadOnly, file systems mounted below the source stay writable."""
    ReadOnlyForceRecursive: bool
    """True: fail if what is mounted below cannot be made read-only as well."""
    propagation: str
    non_recursive: bool
    create_mountpoint: bool
    read_only_non_recursive: bool
    read_only_force_recursive: bool
    @overload
    def __getitem__(self, key: Literal["Propagation"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["NonRecursive", "CreateMountpoint", "ReadOnlyNonRecursive", "ReadOnlyForceRecursive"]) -> bool: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class MountVolumeOptions(Typed):
    NoCopy: bool
    """False: an empty volume is first filled with what the image has at Target."""
    Labels: MapOf[str]
    """Labels of the volume, if this mount makes it."""
    DriverConfig: MountVolumeOptionsDriverConfig
    """The driver to make the volume with."""
    Subpath: str
    """Mount this folder of the volume, a relative path without `..`, rather than its root."""
    no_copy: bool
    labels: MapOf[str]
    driver_config: MountVolumeOptionsDriverConfig
    subpath: str
    @overload
    def __getitem__(self, key: Literal["NoCopy"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["Labels"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: Literal["DriverConfig"]) -> MountVolumeOptionsDriverConfig: ...
    @overload
    def __getitem__(self, key: Literal["Subpath"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class MountTmpfsOptions(Typed):
    SizeBytes: int
    """Bytes that it may grow to."""
    Mode: int
    """Permission bits of the directory as a number, in Python `0o1777` or 1023."""
    size_bytes: int
    mode: int
    @overload
    def __getitem__(self, key: Literal["SizeBytes", "Mode"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeSpecAccessMode(Typed):
    Scope: str
    """Whether one node or several may use the volume at a time."""
    Sharing: str
    """How many tasks of a node may use the volume, and which of them write."""
    MountVolume: ClusterVolumeSpecAccessModeMountVolume
    """Present when the volume is mounted as a file system."""
    BlockVolume: Result
    """Present when the volume is used as a block device."""
    scope: str
    sharing: str
    mount_volume: ClusterVolumeSpecAccessModeMountVolume
    block_volume: Result
    @overload
    def __getitem__(self, key: Literal["Scope", "Sharing"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["MountVolume"]) -> ClusterVolumeSpecAccessModeMountVolume: ...
    @overload
    def __getitem__(self, key: Literal["BlockVolume"]) -> Result: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeSpecAccessibilityRequirements(Typed):
    Requisite: ListOf[Topology]
    """One of these is needed."""
    Preferred: ListOf[Topology]
    """These are tried first, in order."""
    requisite: ListOf[Topology]
    preferred: ListOf[Topology]
    @overload
    def __getitem__(self, key: Literal["Requisite", "Preferred"]) -> ListOf[Topology]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeSpecCapacityRange(Typed):
    RequiredBytes: int
    """At least."""
    LimitBytes: int
    """At most, 0 for no bound."""
    required_bytes: int
    limit_bytes: int
    @overload
    def __getitem__(self, key: Literal["RequiredBytes", "LimitBytes"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeSpecSecrets(Typed):
    Key: str
    """Name under which the plugin gets it."""
    Secret: str
    """Name or identifier of the secret."""
    key: str
    secret: str
    @overload
    def __getitem__(self, key: Literal["Key", "Secret"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Topology(Typed):
    Segments: MapOf[str]
    """Names to values that the plugin defines, such as `{"region": "eu", "zone": "a"}`."""
    segments: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Segments"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ResourceObjectGenericResources(Typed):
    NamedResourceSpec: ResourceObjectGenericResourcesNamedResourceSpec
    """One piece that has a name of its own; several of a kind are several items."""
    DiscreteResourceSpec: ResourceObjectGenericResourcesDiscreteResourceSpec
    """So many of one kind, where it does not matter which."""
    named_resource_spec: ResourceObjectGenericResourcesNamedResourceSpec
    discrete_resource_spec: ResourceObjectGenericResourcesDiscreteResourceSpec
    @overload
    def __getitem__(self, key: Literal["NamedResourceSpec"]) -> ResourceObjectGenericResourcesNamedResourceSpec: ...
    @overload
    def __getitem__(self, key: Literal["DiscreteResourceSpec"]) -> ResourceObjectGenericResourcesDiscreteResourceSpec: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class EngineDescriptionPlugins(Typed):
    Type: str
    """What it is for: `Log`, `Network`, `Volume`, or `Authorization` and others for installed plugins."""
    Name: str
    """Driver as services name it, such as `overlay`; an installed plugin with its tag, as in `vieux/sshfs:latest`."""
    type: str
    name: str
    @overload
    def __getitem__(self, key: Literal["Type", "Name"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecCAConfigExternalCAs(Typed):
    Protocol: str
    """How it is talked to: `cfssl`, the JSON API of Cloudflare's signer, is the only one."""
    URL: str
    """Where it takes requests to sign, such as `https://ca.example.com/api/v1/cfssl/sign`."""
    Options: MapOf[str]
    """Options for the protocol, names to values; `cfssl` needs none."""
    CACert: str
    """Root certificate that this authority signs under, in PEM."""
    protocol: str
    url: str
    options: MapOf[str]
    ca_cert: str
    @overload
    def __getitem__(self, key: Literal["Protocol", "URL", "CACert"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class SwarmSpecTaskDefaultsLogDriver(Typed):
    Name: str
    """Driver such as `json-file`, `local` or `journald`; every node has to have it."""
    Options: MapOf[str]
    """Options of the driver, values as text: `{"max-size": "10m", "max-file": "3"}`."""
    name: str
    options: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceSpecModeReplicated(Typed):
    Replicas: int
    """How many; absent is 1."""
    replicas: int
    @overload
    def __getitem__(self, key: Literal["Replicas"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ServiceSpecModeReplicatedJob(Typed):
    MaxConcurrent: int
    """How many run at a time; absent is 1."""
    TotalCompletions: int
    """How many have to end with exit code 0."""
    max_concurrent: int
    total_completions: int
    @overload
    def __getitem__(self, key: Literal["MaxConcurrent", "TotalCompletions"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecPrivileges(Typed):
    CredentialSpec: TaskSpecContainerSpecPrivilegesCredentialSpec
    """Windows: the group managed service account to run under."""
    SELinuxContext: TaskSpecContainerSpecPrivilegesSELinuxContext
    """SELinux label that the container's processes get, part by part."""
    Seccomp: TaskSpecContainerSpecPrivilegesSeccomp
    """Which system calls the container may make."""
    AppArmor: TaskSpecContainerSpecPrivilegesAppArmor
    """Whether AppArmor confines the container."""
    NoNewPrivileges: bool
    """True bars processes from gaining rights by setuid programs and the like."""
    credential_spec: TaskSpecContainerSpecPrivilegesCredentialSpec
    se_linux_context: TaskSpecContainerSpecPrivilegesSELinuxContext
    seccomp: TaskSpecContainerSpecPrivilegesSeccomp
    app_armor: TaskSpecContainerSpecPrivilegesAppArmor
    no_new_privileges: bool
    @overload
    def __getitem__(self, key: Literal["CredentialSpec"]) -> TaskSpecContainerSpecPrivilegesCredentialSpec: ...
    @overload
    def __getitem__(self, key: Literal["SELinuxContext"]) -> TaskSpecContainerSpecPrivilegesSELinuxContext: ...
    @overload
    def __getitem__(self, key: Literal["Seccomp"]) -> TaskSpecContainerSpecPrivilegesSeccomp: ...
    @overload
    def __getitem__(self, key: Literal["AppArmor"]) -> TaskSpecContainerSpecPrivilegesAppArmor: ...
    @overload
    def __getitem__(self, key: Literal["NoNewPrivileges"]) -> bool: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecDNSConfig(Typed):
    Nameservers: ListOf[str]
    """IP addresses of servers for names that are not of the swarm."""
    Search: ListOf[str]
    """Domains that are tried after names without a dot, such as `example.com`."""
    Options: ListOf[str]
    """Options for the resolver as resolv.conf has them, such as `ndots:2` or `timeout:1`."""
    nameservers: ListOf[str]
    search: ListOf[str]
    options: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["Nameservers", "Search", "Options"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecSecrets(Typed):
    File: TaskSpecContainerSpecSecretsFile
    """Where and how it shows in the container."""
    SecretID: str
    """Which secret, by ID as SecretCreate gave it."""
    SecretName: str
    """The secret's name, which has to be given too; another than that of SecretID is refused."""
    file: TaskSpecContainerSpecSecretsFile
    secret_id: str
    secret_name: str
    @overload
    def __getitem__(self, key: Literal["File"]) -> TaskSpecContainerSpecSecretsFile: ...
    @overload
    def __getitem__(self, key: Literal["SecretID", "SecretName"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecConfigs(Typed):
    File: TaskSpecContainerSpecConfigsFile
    """Where and how it shows in the container."""
    Runtime: Result
    """An empty object says that the engine uses the config itself, as for a CredentialSpec, and no file is made."""
    ConfigID: str
    """Which config, by ID as ConfigCreate gave it."""
    ConfigName: str
    """The config's name, which has to be given too; another than that of ConfigID is refused."""
    file: TaskSpecContainerSpecConfigsFile
    runtime: Result
    config_id: str
    config_name: str
    @overload
    def __getitem__(self, key: Literal["File"]) -> TaskSpecContainerSpecConfigsFile: ...
    @overload
    def __getitem__(self, key: Literal["Runtime"]) -> Result: ...
    @overload
    def __getitem__(self, key: Literal["ConfigID", "ConfigName"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecUlimits(Typed):
    Name: str
    """Which limit, as setrlimit calls it in small letters without `RLIMIT_`, such as `nofile` or `memlock`."""
    Soft: int
    """The limit that holds at the start, in that limit's own unit; at most Hard."""
    Hard: int
    """How far a process may raise it."""
    name: str
    soft: int
    hard: int
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Soft", "Hard"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class Limit(Typed):
    NanoCPUs: int
    """CPU time in 1e-9 CPUs: 1500000000 is one and a half."""
    MemoryBytes: int
    """Memory in bytes; a container that wants more is killed, and the task ends as `failed`."""
    Pids: int
    """How many processes and threads the container may have at a time."""
    nano_cpus: int
    memory_bytes: int
    pids: int
    @overload
    def __getitem__(self, key: Literal["NanoCPUs", "MemoryBytes", "Pids"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecPlacementPreferences(Typed):
    Spread: TaskSpecPlacementPreferencesSpread
    """Share tasks out evenly over the values of a label; the only kind of wish there is."""
    spread: TaskSpecPlacementPreferencesSpread
    @overload
    def __getitem__(self, key: Literal["Spread"]) -> TaskSpecPlacementPreferencesSpread: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ResourceObjectGenericResourcesNamedResourceSpecDict(TypedDict, total=False):
    Kind: Text | None
    """Sort of resource, such as `GPU`."""
    Value: Text | None
    """Which piece of that kind, such as a GPU's UUID."""

class ResourceObjectGenericResourcesDiscreteResourceSpecDict(TypedDict, total=False):
    Kind: Text | None
    """Sort of resource, such as `SSD`."""
    Value: int | None
    """How many of them are offered, or wanted."""

class MountVolumeOptionsDriverConfig(Typed):
    Name: str
    """`local`, or the name of a volume plugin that is installed and enabled."""
    Options: MapOf[str]
    """Options of the driver, all text; `local` takes `type`, `device` and `o` as `mount` does."""
    name: str
    options: MapOf[str]
    @overload
    def __getitem__(self, key: Literal["Name"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Options"]) -> MapOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ClusterVolumeSpecAccessModeMountVolume(Typed):
    FsType: str
    """Which file system; the plugin may ignore it."""
    MountFlags: ListOf[str]
    """Options of the mount."""
    fs_type: str
    mount_flags: ListOf[str]
    @overload
    def __getitem__(self, key: Literal["FsType"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["MountFlags"]) -> ListOf[str]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ResourceObjectGenericResourcesNamedResourceSpec(Typed):
    Kind: str
    """Sort of resource, such as `GPU`."""
    Value: str
    """Which piece of that kind, such as a GPU's UUID."""
    kind: str
    value: str
    @overload
    def __getitem__(self, key: Literal["Kind", "Value"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class ResourceObjectGenericResourcesDiscreteResourceSpec(Typed):
    Kind: str
    """Sort of resource, such as `SSD`."""
    Value: int
    """How many of them are offered, or wanted."""
    kind: str
    value: int
    @overload
    def __getitem__(self, key: Literal["Kind"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Value"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecPrivilegesCredentialSpec(Typed):
    Config: str
    """ID of a config that holds it; Configs has to list the same one with Runtime."""
    File: str
    """Name of a file in the folder CredentialSpecs of the engine's data, on each node where tasks may run."""
    Registry: str
    """Name of a value in the Windows registry of each node, under the key that containers' credentials have there."""
    config: str
    file: str
    registry: str
    @overload
    def __getitem__(self, key: Literal["Config", "File", "Registry"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecPrivilegesSELinuxContext(Typed):
    Disable: bool
    """True runs the container without a label of its own, thus unconfined by SELinux."""
    User: str
    """First part of the label, such as `system_u`."""
    Role: str
    """Second part of the label, such as `system_r`."""
    Type: str
    """Third part of the label, such as `container_t`."""
    Level: str
    """Last part of the label, such as `s0:c100,c200`."""
    disable: bool
    user: str
    role: str
    type: str
    level: str
    @overload
    def __getitem__(self, key: Literal["Disable"]) -> bool: ...
    @overload
    def __getitem__(self, key: Literal["User", "Role", "Type", "Level"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecPrivilegesSeccomp(Typed):
    Mode: str
    """`default` is the profile of the engine, `unconfined` allows every call, `custom` takes the one in Profile."""
    Profile: str
    """Profile for `custom`: its JSON as base64 text; in Python give the bytes of the file, or its `Path`."""
    mode: str
    profile: str
    @overload
    def __getitem__(self, key: Literal["Mode", "Profile"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecPrivilegesAppArmor(Typed):
    Mode: str
    """`default` is the profile of the engine, `disabled` none."""
    mode: str
    @overload
    def __getitem__(self, key: Literal["Mode"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecSecretsFile(Typed):
    Name: str
    """Path of the file; one that does not begin with / is below /run/secrets."""
    UID: str
    """Owner of the file, a number as text such as `"0"`."""
    GID: str
    """Group of the file, a number as text such as `"0"`."""
    Mode: int
    """Permissions of the file, shown as a decimal number: 0o444 is 292, 0o400 is 256."""
    name: str
    uid: str
    gid: str
    mode: int
    @overload
    def __getitem__(self, key: Literal["Name", "UID", "GID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Mode"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecContainerSpecConfigsFile(Typed):
    Name: str
    """Path of the file, such as `/etc/app.conf`; one that does not begin with / is below the root."""
    UID: str
    """Owner of the file, a number as text such as `"1000"`."""
    GID: str
    """Group of the file, a number as text such as `"1000"`."""
    Mode: int
    """Permissions of the file, shown as a decimal number: 0o444 is 292, 0o640 is 416."""
    name: str
    uid: str
    gid: str
    mode: int
    @overload
    def __getitem__(self, key: Literal["Name", "UID", "GID"]) -> str: ...
    @overload
    def __getitem__(self, key: Literal["Mode"]) -> int: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class TaskSpecPlacementPreferencesSpread(Typed):
    SpreadDescriptor: str
    """Which label: `node.labels.rack` or `engine.labels.zone`."""
    spread_descriptor: str
    @overload
    def __getitem__(self, key: Literal["SpreadDescriptor"]) -> str: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...

class _ContainerList(Generic[_A, _O]):
    """List containers"""
    def __call__(self, *, all: bool | None = ..., limit: int | None = ..., size: bool | None = ..., filters: ContainerListFiltersDict | str | None = ..., since: Text | None = ..., before: Text | None = ...) -> _A: ...
    def stream(self, *, all: bool | None = ..., limit: int | None = ..., size: bool | None = ..., filters: ContainerListFiltersDict | str | None = ..., since: Text | None = ..., before: Text | None = ...) -> _O: ...

class _ContainerCreateNames(TypedDict, total=False):
    Hostname: Text | None
    Domainname: Text | None
    User: Text | None
    AttachStdin: bool | None
    AttachStdout: bool | None
    AttachStderr: bool | None
    ExposedPorts: Mapping[str, Mapping[str, Any] | None] | None
    Tty: bool | None
    OpenStdin: bool | None
    StdinOnce: bool | None
    Env: Items[Text] | None
    Cmd: Items[Text] | Text | None
    Healthcheck: HealthConfigDict
    ArgsEscaped: bool | None
    Image: Text | None
    Volumes: Mapping[str, Mapping[str, Any] | None] | None
    WorkingDir: Text | None
    Entrypoint: Items[Text] | Text | None
    NetworkDisabled: bool | None
    MacAddress: Text | None
    OnBuild: Items[Text] | None
    Labels: Mapping[str, Text | None] | None
    StopSignal: Text | None
    StopTimeout: Duration | None
    Shell: Items[Text] | Text | None
    HostConfig: HostConfigDict
    NetworkingConfig: NetworkingConfigDict

class _ContainerCreate(Generic[_A, _O]):
    """Create a container"""
    def __call__(self, *, name: Text | None = ..., platform: Text | None = ..., hostname: Text | None = ..., domainname: Text | None = ..., user: Text | None = ..., attach_stdin: bool | None = ..., attach_stdout: bool | None = ..., attach_stderr: bool | None = ..., exposed_ports: Mapping[str, Mapping[str, Any] | None] | None = ..., tty: bool | None = ..., open_stdin: bool | None = ..., stdin_once: bool | None = ..., env: Items[Text] | None = ..., cmd: Items[Text] | Text | None = ..., healthcheck: HealthConfigDict = ..., args_escaped: bool | None = ..., image: Text | None = ..., volumes: Mapping[str, Mapping[str, Any] | None] | None = ..., working_dir: Text | None = ..., entrypoint: Items[Text] | Text | None = ..., network_disabled: bool | None = ..., mac_address: Text | None = ..., on_build: Items[Text] | None = ..., labels: Mapping[str, Text | None] | None = ..., stop_signal: Text | None = ..., stop_timeout: Duration | None = ..., shell: Items[Text] | Text | None = ..., host_config: HostConfigDict = ..., networking_config: NetworkingConfigDict = ..., body: ContainerCreateBodyDict | Result | None = ..., **published: Unpack[_ContainerCreateNames]) -> _A: ...
    def stream(self, *, name: Text | None = ..., platform: Text | None = ..., hostname: Text | None = ..., domainname: Text | None = ..., user: Text | None = ..., attach_stdin: bool | None = ..., attach_stdout: bool | None = ..., attach_stderr: bool | None = ..., exposed_ports: Mapping[str, Mapping[str, Any] | None] | None = ..., tty: bool | None = ..., open_stdin: bool | None = ..., stdin_once: bool | None = ..., env: Items[Text] | None = ..., cmd: Items[Text] | Text | None = ..., healthcheck: HealthConfigDict = ..., args_escaped: bool | None = ..., image: Text | None = ..., volumes: Mapping[str, Mapping[str, Any] | None] | None = ..., working_dir: Text | None = ..., entrypoint: Items[Text] | Text | None = ..., network_disabled: bool | None = ..., mac_address: Text | None = ..., on_build: Items[Text] | None = ..., labels: Mapping[str, Text | None] | None = ..., stop_signal: Text | None = ..., stop_timeout: Duration | None = ..., shell: Items[Text] | Text | None = ..., host_config: HostConfigDict = ..., networking_config: NetworkingConfigDict = ..., body: ContainerCreateBodyDict | Result | None = ..., **published: Unpack[_ContainerCreateNames]) -> _O: ...

class _ContainerInspect(Generic[_A, _O]):
    """Show everything about a container"""
    def __call__(self, id: Text, *, size: bool | None = ...) -> _A: ...
    def stream(self, id: Text, *, size: bool | None = ...) -> _O: ...

class _ContainerTop(Generic[_A, _O]):
    """List the processes of a container"""
    def __call__(self, id: Text, *, ps_args: Text | None = ...) -> _A: ...
    def stream(self, id: Text, *, ps_args: Text | None = ...) -> _O: ...

class _ContainerLogs(Generic[_A, _B, _C, _O]):
    """Read the logs of a container"""
    @overload
    def __call__(self, id: Text, *, follow: Literal[True], stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., until: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ..., details: bool | None = ...) -> _B: ...
    @overload
    def __call__(self, id: Text, *, follow: Literal[False] | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., until: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ..., details: bool | None = ...) -> _A: ...
    @overload
    def __call__(self, id: Text, *, follow: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., until: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ..., details: bool | None = ...) -> _C: ...
    def stream(self, id: Text, *, follow: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., until: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ..., details: bool | None = ...) -> _O: ...

class _ContainerChanges(Generic[_A, _O]):
    """List files that a container has changed"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ContainerExport(Generic[_A, _O]):
    """Save a container's file system as a tar"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ContainerStats(Generic[_A, _B, _C, _O]):
    """Measure the CPU, memory and I/O of a container"""
    @overload
    def __call__(self, id: Text, *, stream: Literal[True] | None = ..., one_shot: bool | None = ...) -> _B: ...
    @overload
    def __call__(self, id: Text, *, stream: Literal[False], one_shot: bool | None = ...) -> _A: ...
    @overload
    def __call__(self, id: Text, *, stream: bool | None = ..., one_shot: bool | None = ...) -> _C: ...
    def stream(self, id: Text, *, stream: bool | None = ..., one_shot: bool | None = ...) -> _O: ...

class _ContainerResize(Generic[_A, _O]):
    """Set the terminal size of a container"""
    def __call__(self, id: Text, *, h: int, w: int) -> _A: ...
    def stream(self, id: Text, *, h: int, w: int) -> _O: ...

class _ContainerStartNames(TypedDict, total=False):
    detachKeys: Text | None

class _ContainerStart(Generic[_A, _O]):
    """Start a container"""
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., checkpoint: Text | None = ..., checkpoint_dir: Text | None = ..., **published: Unpack[_ContainerStartNames]) -> _A: ...
    def stream(self, id: Text, *, detach_keys: Text | None = ..., checkpoint: Text | None = ..., checkpoint_dir: Text | None = ..., **published: Unpack[_ContainerStartNames]) -> _O: ...

class _ContainerStop(Generic[_A, _O]):
    """Stop a container"""
    def __call__(self, id: Text, *, signal: Text | int | None = ..., t: Duration | None = ...) -> _A: ...
    def stream(self, id: Text, *, signal: Text | int | None = ..., t: Duration | None = ...) -> _O: ...

class _ContainerRestart(Generic[_A, _O]):
    """Stop a container and start it again"""
    def __call__(self, id: Text, *, signal: Text | int | None = ..., t: Duration | None = ...) -> _A: ...
    def stream(self, id: Text, *, signal: Text | int | None = ..., t: Duration | None = ...) -> _O: ...

class _ContainerKill(Generic[_A, _O]):
    """Send a signal to a container"""
    def __call__(self, id: Text, *, signal: Text | int | None = ...) -> _A: ...
    def stream(self, id: Text, *, signal: Text | int | None = ...) -> _O: ...

class _ContainerUpdateNames(TypedDict, total=False):
    CpuShares: int | None
    Memory: int | None
    CgroupParent: Text | None
    BlkioWeight: int | None
    BlkioWeightDevice: Items[ContainerUpdateBlkioWeightDeviceDict] | None
    BlkioDeviceReadBps: Items[ThrottleDeviceDict] | None
    BlkioDeviceWriteBps: Items[ThrottleDeviceDict] | None
    BlkioDeviceReadIOps: Items[ThrottleDeviceDict] | None
    BlkioDeviceWriteIOps: Items[ThrottleDeviceDict] | None
    CpuPeriod: int | None
    CpuQuota: int | None
    CpuRealtimePeriod: int | None
    CpuRealtimeRuntime: int | None
    CpusetCpus: Text | None
    CpusetMems: Text | None
    Devices: Items[DeviceMappingDict] | None
    DeviceCgroupRules: Items[Text] | None
    DeviceRequests: Items[DeviceRequestDict] | None
    KernelMemoryTCP: int | None
    MemoryReservation: int | None
    MemorySwap: int | None
    MemorySwappiness: int | None
    NanoCpus: int | None
    OomKillDisable: bool | None
    Init: bool | None
    PidsLimit: int | None
    Ulimits: Items[ContainerUpdateUlimitsDict] | None
    CpuCount: int | None
    CpuPercent: int | None
    IOMaximumIOps: int | None
    IOMaximumBandwidth: int | None
    RestartPolicy: RestartPolicyDict

class _ContainerUpdate(Generic[_A, _O]):
    """Change a container's resource limits and restart policy"""
    def __call__(self, id: Text, *, cpu_shares: int | None = ..., memory: int | None = ..., cgroup_parent: Text | None = ..., blkio_weight: int | None = ..., blkio_weight_device: Items[ContainerUpdateBlkioWeightDeviceDict] | None = ..., blkio_device_read_bps: Items[ThrottleDeviceDict] | None = ..., blkio_device_write_bps: Items[ThrottleDeviceDict] | None = ..., blkio_device_read_iops: Items[ThrottleDeviceDict] | None = ..., blkio_device_write_iops: Items[ThrottleDeviceDict] | None = ..., cpu_period: int | None = ..., cpu_quota: int | None = ..., cpu_realtime_period: int | None = ..., cpu_realtime_runtime: int | None = ..., cpuset_cpus: Text | None = ..., cpuset_mems: Text | None = ..., devices: Items[DeviceMappingDict] | None = ..., device_cgroup_rules: Items[Text] | None = ..., device_requests: Items[DeviceRequestDict] | None = ..., kernel_memory_tcp: int | None = ..., memory_reservation: int | None = ..., memory_swap: int | None = ..., memory_swappiness: int | None = ..., nano_cpus: int | None = ..., oom_kill_disable: bool | None = ..., init: bool | None = ..., pids_limit: int | None = ..., ulimits: Items[ContainerUpdateUlimitsDict] | None = ..., cpu_count: int | None = ..., cpu_percent: int | None = ..., io_maximum_iops: int | None = ..., io_maximum_bandwidth: int | None = ..., restart_policy: RestartPolicyDict = ..., body: ContainerUpdateBodyDict | Result | None = ..., **published: Unpack[_ContainerUpdateNames]) -> _A: ...
    def stream(self, id: Text, *, cpu_shares: int | None = ..., memory: int | None = ..., cgroup_parent: Text | None = ..., blkio_weight: int | None = ..., blkio_weight_device: Items[ContainerUpdateBlkioWeightDeviceDict] | None = ..., blkio_device_read_bps: Items[ThrottleDeviceDict] | None = ..., blkio_device_write_bps: Items[ThrottleDeviceDict] | None = ..., blkio_device_read_iops: Items[ThrottleDeviceDict] | None = ..., blkio_device_write_iops: Items[ThrottleDeviceDict] | None = ..., cpu_period: int | None = ..., cpu_quota: int | None = ..., cpu_realtime_period: int | None = ..., cpu_realtime_runtime: int | None = ..., cpuset_cpus: Text | None = ..., cpuset_mems: Text | None = ..., devices: Items[DeviceMappingDict] | None = ..., device_cgroup_rules: Items[Text] | None = ..., device_requests: Items[DeviceRequestDict] | None = ..., kernel_memory_tcp: int | None = ..., memory_reservation: int | None = ..., memory_swap: int | None = ..., memory_swappiness: int | None = ..., nano_cpus: int | None = ..., oom_kill_disable: bool | None = ..., init: bool | None = ..., pids_limit: int | None = ..., ulimits: Items[ContainerUpdateUlimitsDict] | None = ..., cpu_count: int | None = ..., cpu_percent: int | None = ..., io_maximum_iops: int | None = ..., io_maximum_bandwidth: int | None = ..., restart_policy: RestartPolicyDict = ..., body: ContainerUpdateBodyDict | Result | None = ..., **published: Unpack[_ContainerUpdateNames]) -> _O: ...

class _ContainerRename(Generic[_A, _O]):
    """Rename a container"""
    def __call__(self, id: Text, *, name: Text) -> _A: ...
    def stream(self, id: Text, *, name: Text) -> _O: ...

class _ContainerPause(Generic[_A, _O]):
    """Freeze all processes of a container"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ContainerUnpause(Generic[_A, _O]):
    """Let a paused container run on"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ContainerAttachNames(TypedDict, total=False):
    detachKeys: Text | None

class _ContainerAttach(Generic[_A, _B, _C, _O]):
    """Connect to the input and output of a container"""
    @overload
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: Literal[True], stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachNames]) -> _B: ...
    @overload
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: Literal[False] | None = ..., stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachNames]) -> _A: ...
    @overload
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: bool | None = ..., stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachNames]) -> _C: ...
    def stream(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: bool | None = ..., stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachNames]) -> _O: ...

class _ContainerAttachWebsocketNames(TypedDict, total=False):
    detachKeys: Text | None

class _ContainerAttachWebsocket(Generic[_A, _B, _C, _O]):
    """Connect to a container through a WebSocket"""
    @overload
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: Literal[True], stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachWebsocketNames]) -> _B: ...
    @overload
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: Literal[False] | None = ..., stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachWebsocketNames]) -> _A: ...
    @overload
    def __call__(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: bool | None = ..., stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachWebsocketNames]) -> _C: ...
    def stream(self, id: Text, *, detach_keys: Text | None = ..., logs: bool | None = ..., stream: bool | None = ..., stdin: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., **published: Unpack[_ContainerAttachWebsocketNames]) -> _O: ...

class _ContainerWait(Generic[_A, _O]):
    """Wait until a container stops or is removed"""
    def __call__(self, id: Text, *, condition: Literal["not-running", "next-exit", "removed"] | None = ...) -> _A: ...
    def stream(self, id: Text, *, condition: Literal["not-running", "next-exit", "removed"] | None = ...) -> _O: ...

class _ContainerDelete(Generic[_A, _O]):
    """Remove a container"""
    def __call__(self, id: Text, *, v: bool | None = ..., force: bool | None = ..., link: bool | None = ...) -> _A: ...
    def stream(self, id: Text, *, v: bool | None = ..., force: bool | None = ..., link: bool | None = ...) -> _O: ...

class _ContainerArchiveInfo(Generic[_A, _O]):
    """Look up a file or directory in a container"""
    def __call__(self, id: Text, *, path: Text) -> _A: ...
    def stream(self, id: Text, *, path: Text) -> _O: ...

class _ContainerArchive(Generic[_A, _O]):
    """Copy a file or directory out of a container as a tar"""
    def __call__(self, id: Text, *, path: Text) -> _A: ...
    def stream(self, id: Text, *, path: Text) -> _O: ...

class _PutContainerArchiveNames(TypedDict, total=False):
    noOverwriteDirNonDir: bool | None
    copyUIDGID: bool | None

class _PutContainerArchive(Generic[_A, _O]):
    """Unpack a tar into a directory of a container"""
    def __call__(self, id: Text, *, path: Text, no_overwrite_dir_non_dir: bool | None = ..., copy_uidgid: bool | None = ..., body: Content, **published: Unpack[_PutContainerArchiveNames]) -> _A: ...
    def stream(self, id: Text, *, path: Text, no_overwrite_dir_non_dir: bool | None = ..., copy_uidgid: bool | None = ..., body: Content, **published: Unpack[_PutContainerArchiveNames]) -> _O: ...

class _ContainerPrune(Generic[_A, _O]):
    """Remove all stopped containers"""
    def __call__(self, *, filters: ContainerPruneFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: ContainerPruneFiltersDict | str | None = ...) -> _O: ...

class _ImageList(Generic[_A, _O]):
    """List images"""
    def __call__(self, *, all: bool | None = ..., filters: ImageListFiltersDict | str | None = ..., shared_size: bool | None = ..., digests: bool | None = ...) -> _A: ...
    def stream(self, *, all: bool | None = ..., filters: ImageListFiltersDict | str | None = ..., shared_size: bool | None = ..., digests: bool | None = ...) -> _O: ...

class _ImageBuild(Generic[_A, _O]):
    """Build an image from a Dockerfile"""
    def __call__(self, *, dockerfile: Text | None = ..., t: Items[Text] | Text | Text | None = ..., extrahosts: Items[Text] | Text | Text | None = ..., remote: Text | None = ..., q: bool | None = ..., nocache: bool | None = ..., cachefrom: Items[Text] | str | None = ..., pull: bool | None = ..., rm: bool | None = ..., forcerm: bool | None = ..., memory: int | None = ..., memswap: int | None = ..., cpushares: int | None = ..., cpusetcpus: Text | None = ..., cpuperiod: int | None = ..., cpuquota: int | None = ..., buildargs: Mapping[str, Text | None] | str | None = ..., shmsize: int | None = ..., squash: bool | None = ..., labels: Mapping[str, Text | None] | str | None = ..., networkmode: Text | None = ..., x_registry_config: Text | Mapping[str, ImageBuildXRegistryConfigDict | None] | None = ..., platform: Text | None = ..., target: Text | None = ..., outputs: Items[ImageBuildOutputsDict] | str | None = ..., version: Literal["1", "2"] | None = ..., ulimits: Items[ImageBuildUlimitsDict] | str | None = ..., cgroupparent: Text | None = ..., cpusetmems: Text | None = ..., securityopt: Items[Text] | Text | Text | None = ..., isolation: Text | None = ..., session: Text | None = ..., buildid: Text | None = ..., body: Content | None = ...) -> _A: ...
    def stream(self, *, dockerfile: Text | None = ..., t: Items[Text] | Text | Text | None = ..., extrahosts: Items[Text] | Text | Text | None = ..., remote: Text | None = ..., q: bool | None = ..., nocache: bool | None = ..., cachefrom: Items[Text] | str | None = ..., pull: bool | None = ..., rm: bool | None = ..., forcerm: bool | None = ..., memory: int | None = ..., memswap: int | None = ..., cpushares: int | None = ..., cpusetcpus: Text | None = ..., cpuperiod: int | None = ..., cpuquota: int | None = ..., buildargs: Mapping[str, Text | None] | str | None = ..., shmsize: int | None = ..., squash: bool | None = ..., labels: Mapping[str, Text | None] | str | None = ..., networkmode: Text | None = ..., x_registry_config: Text | Mapping[str, ImageBuildXRegistryConfigDict | None] | None = ..., platform: Text | None = ..., target: Text | None = ..., outputs: Items[ImageBuildOutputsDict] | str | None = ..., version: Literal["1", "2"] | None = ..., ulimits: Items[ImageBuildUlimitsDict] | str | None = ..., cgroupparent: Text | None = ..., cpusetmems: Text | None = ..., securityopt: Items[Text] | Text | Text | None = ..., isolation: Text | None = ..., session: Text | None = ..., buildid: Text | None = ..., body: Content | None = ...) -> _O: ...

class _BuildPrune(Generic[_A, _O]):
    """Free the build cache"""
    def __call__(self, *, keep_storage: int | None = ..., all: bool | None = ..., filters: BuildPruneFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, keep_storage: int | None = ..., all: bool | None = ..., filters: BuildPruneFiltersDict | str | None = ...) -> _O: ...

class _ImageCreateNames(TypedDict, total=False):
    fromImage: Text | None
    fromSrc: Text | None

class _ImageCreate(Generic[_A, _O]):
    """Pull an image, or import one from a tar"""
    def __call__(self, *, from_image: Text | None = ..., from_src: Text | None = ..., repo: Text | None = ..., tag: Text | None = ..., message: Text | None = ..., x_registry_auth: Text | ImageCreateXRegistryAuthDict | None = ..., changes: Items[Text] | Text | Text | None = ..., platform: Text | None = ..., body: Content | None = ..., **published: Unpack[_ImageCreateNames]) -> _A: ...
    def stream(self, *, from_image: Text | None = ..., from_src: Text | None = ..., repo: Text | None = ..., tag: Text | None = ..., message: Text | None = ..., x_registry_auth: Text | ImageCreateXRegistryAuthDict | None = ..., changes: Items[Text] | Text | Text | None = ..., platform: Text | None = ..., body: Content | None = ..., **published: Unpack[_ImageCreateNames]) -> _O: ...

class _ImageInspect(Generic[_A, _O]):
    """Show everything about an image"""
    def __call__(self, name: Text) -> _A: ...
    def stream(self, name: Text) -> _O: ...

class _ImageHistory(Generic[_A, _O]):
    """List the steps that made an image"""
    def __call__(self, name: Text) -> _A: ...
    def stream(self, name: Text) -> _O: ...

class _ImagePush(Generic[_A, _O]):
    """Push an image to its registry"""
    def __call__(self, name: Text, *, tag: Text | None = ..., x_registry_auth: Text | ImagePushXRegistryAuthDict | None = ...) -> _A: ...
    def stream(self, name: Text, *, tag: Text | None = ..., x_registry_auth: Text | ImagePushXRegistryAuthDict | None = ...) -> _O: ...

class _ImageTag(Generic[_A, _O]):
    """Give an image another name"""
    def __call__(self, name: Text, *, repo: Text | None = ..., tag: Text | None = ...) -> _A: ...
    def stream(self, name: Text, *, repo: Text | None = ..., tag: Text | None = ...) -> _O: ...

class _ImageDelete(Generic[_A, _O]):
    """Remove an image or one of its names"""
    def __call__(self, name: Text, *, force: bool | None = ..., noprune: bool | None = ...) -> _A: ...
    def stream(self, name: Text, *, force: bool | None = ..., noprune: bool | None = ...) -> _O: ...

class _ImageSearch(Generic[_A, _O]):
    """Search Docker Hub for images"""
    def __call__(self, *, term: Text, limit: int | None = ..., filters: ImageSearchFiltersDict | str | None = ..., x_registry_auth: Text | ImageSearchXRegistryAuthDict | None = ...) -> _A: ...
    def stream(self, *, term: Text, limit: int | None = ..., filters: ImageSearchFiltersDict | str | None = ..., x_registry_auth: Text | ImageSearchXRegistryAuthDict | None = ...) -> _O: ...

class _ImagePrune(Generic[_A, _O]):
    """Remove images that nothing uses"""
    def __call__(self, *, filters: ImagePruneFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: ImagePruneFiltersDict | str | None = ...) -> _O: ...

class _SystemAuth(Generic[_A, _O]):
    """Try a registry login"""
    def __call__(self, *, username: Text | None = ..., password: Text | None = ..., email: Text | None = ..., serveraddress: Text | None = ..., identitytoken: Text | None = ..., registrytoken: Text | None = ..., body: AuthConfigDict | Result | None = ...) -> _A: ...
    def stream(self, *, username: Text | None = ..., password: Text | None = ..., email: Text | None = ..., serveraddress: Text | None = ..., identitytoken: Text | None = ..., registrytoken: Text | None = ..., body: AuthConfigDict | Result | None = ...) -> _O: ...

class _SystemInfo(Generic[_A, _O]):
    """Show the state and configuration of the engine"""
    def __call__(self) -> _A: ...
    def stream(self) -> _O: ...

class _SystemVersion(Generic[_A, _O]):
    """Show the versions of the engine and its parts"""
    def __call__(self) -> _A: ...
    def stream(self) -> _O: ...

class _SystemPing(Generic[_A, _O]):
    """Check that the engine answers"""
    def __call__(self) -> _A: ...
    def stream(self) -> _O: ...

class _SystemPingHead(Generic[_A, _O]):
    """Check that the engine answers, headers only"""
    def __call__(self) -> _A: ...
    def stream(self) -> _O: ...

class _ImageCommitNames(TypedDict, total=False):
    Hostname: Text | None
    Domainname: Text | None
    User: Text | None
    AttachStdin: bool | None
    AttachStdout: bool | None
    AttachStderr: bool | None
    ExposedPorts: Mapping[str, Mapping[str, Any] | None] | None
    Tty: bool | None
    OpenStdin: bool | None
    StdinOnce: bool | None
    Env: Items[Text] | None
    Cmd: Items[Text] | Text | None
    Healthcheck: HealthConfigDict
    ArgsEscaped: bool | None
    Image: Text | None
    Volumes: Mapping[str, Mapping[str, Any] | None] | None
    WorkingDir: Text | None
    Entrypoint: Items[Text] | Text | None
    NetworkDisabled: bool | None
    MacAddress: Text | None
    OnBuild: Items[Text] | None
    Labels: Mapping[str, Text | None] | None
    StopSignal: Text | None
    StopTimeout: Duration | None
    Shell: Items[Text] | Text | None

class _ImageCommit(Generic[_A, _O]):
    """Make an image from a container"""
    def __call__(self, *, container: Text | None = ..., repo: Text | None = ..., tag: Text | None = ..., comment: Text | None = ..., author: Text | None = ..., pause: bool | None = ..., changes: Items[Text] | Text | Text | None = ..., hostname: Text | None = ..., domainname: Text | None = ..., user: Text | None = ..., attach_stdin: bool | None = ..., attach_stdout: bool | None = ..., attach_stderr: bool | None = ..., exposed_ports: Mapping[str, Mapping[str, Any] | None] | None = ..., tty: bool | None = ..., open_stdin: bool | None = ..., stdin_once: bool | None = ..., env: Items[Text] | None = ..., cmd: Items[Text] | Text | None = ..., healthcheck: HealthConfigDict = ..., args_escaped: bool | None = ..., image: Text | None = ..., volumes: Mapping[str, Mapping[str, Any] | None] | None = ..., working_dir: Text | None = ..., entrypoint: Items[Text] | Text | None = ..., network_disabled: bool | None = ..., mac_address: Text | None = ..., on_build: Items[Text] | None = ..., labels: Mapping[str, Text | None] | None = ..., stop_signal: Text | None = ..., stop_timeout: Duration | None = ..., shell: Items[Text] | Text | None = ..., body: ContainerConfigDict | Result | None = ..., **published: Unpack[_ImageCommitNames]) -> _A: ...
    def stream(self, *, container: Text | None = ..., repo: Text | None = ..., tag: Text | None = ..., comment: Text | None = ..., author: Text | None = ..., pause: bool | None = ..., changes: Items[Text] | Text | Text | None = ..., hostname: Text | None = ..., domainname: Text | None = ..., user: Text | None = ..., attach_stdin: bool | None = ..., attach_stdout: bool | None = ..., attach_stderr: bool | None = ..., exposed_ports: Mapping[str, Mapping[str, Any] | None] | None = ..., tty: bool | None = ..., open_stdin: bool | None = ..., stdin_once: bool | None = ..., env: Items[Text] | None = ..., cmd: Items[Text] | Text | None = ..., healthcheck: HealthConfigDict = ..., args_escaped: bool | None = ..., image: Text | None = ..., volumes: Mapping[str, Mapping[str, Any] | None] | None = ..., working_dir: Text | None = ..., entrypoint: Items[Text] | Text | None = ..., network_disabled: bool | None = ..., mac_address: Text | None = ..., on_build: Items[Text] | None = ..., labels: Mapping[str, Text | None] | None = ..., stop_signal: Text | None = ..., stop_timeout: Duration | None = ..., shell: Items[Text] | Text | None = ..., body: ContainerConfigDict | Result | None = ..., **published: Unpack[_ImageCommitNames]) -> _O: ...

class _SystemEvents(Generic[_A, _B, _C, _O]):
    """Watch what happens on the engine"""
    @overload
    def __call__(self, *, since: Time | None = ..., until: None = ..., filters: SystemEventsFiltersDict | str | None = ...) -> _B: ...
    @overload
    def __call__(self, *, since: Time | None = ..., until: Time, filters: SystemEventsFiltersDict | str | None = ...) -> _A: ...
    @overload
    def __call__(self, *, since: Time | None = ..., until: Time | None = ..., filters: SystemEventsFiltersDict | str | None = ...) -> _C: ...
    def stream(self, *, since: Time | None = ..., until: Time | None = ..., filters: SystemEventsFiltersDict | str | None = ...) -> _O: ...

class _SystemDataUsage(Generic[_A, _O]):
    """Show what takes up disk space"""
    def __call__(self, *, type: Items[Literal["container", "image", "volume", "build-cache"]] | Text | Text | None = ...) -> _A: ...
    def stream(self, *, type: Items[Literal["container", "image", "volume", "build-cache"]] | Text | Text | None = ...) -> _O: ...

class _ImageGet(Generic[_A, _O]):
    """Save one image as a tar"""
    def __call__(self, name: Text) -> _A: ...
    def stream(self, name: Text) -> _O: ...

class _ImageGetAll(Generic[_A, _O]):
    """Save several images in one tar"""
    def __call__(self, *, names: Items[Text] | Text | Text | None = ...) -> _A: ...
    def stream(self, *, names: Items[Text] | Text | Text | None = ...) -> _O: ...

class _ImageLoad(Generic[_A, _O]):
    """Load images from a tar"""
    def __call__(self, *, quiet: bool | None = ..., body: Content) -> _A: ...
    def stream(self, *, quiet: bool | None = ..., body: Content) -> _O: ...

class _ContainerExecNames(TypedDict, total=False):
    AttachStdin: bool | None
    AttachStdout: bool | None
    AttachStderr: bool | None
    ConsoleSize: Items[int] | None
    DetachKeys: Text | None
    Tty: bool | None
    Env: Items[Text] | None
    Cmd: Items[Text] | None
    Privileged: bool | None
    User: Text | None
    WorkingDir: Text | None
    Detach: bool | None
    Container: Text | None

class _ContainerExec(Generic[_A, _O]):
    """Prepare a command to run in a container"""
    def __call__(self, id: Text, *, attach_stdin: bool | None = ..., attach_stdout: bool | None = ..., attach_stderr: bool | None = ..., console_size: Items[int] | None = ..., detach_keys: Text | None = ..., tty: bool | None = ..., env: Items[Text] | None = ..., cmd: Items[Text] | None = ..., privileged: bool | None = ..., user: Text | None = ..., working_dir: Text | None = ..., detach: bool | None = ..., container: Text | None = ..., body: ContainerExecBodyDict | Result | None = ..., **published: Unpack[_ContainerExecNames]) -> _A: ...
    def stream(self, id: Text, *, attach_stdin: bool | None = ..., attach_stdout: bool | None = ..., attach_stderr: bool | None = ..., console_size: Items[int] | None = ..., detach_keys: Text | None = ..., tty: bool | None = ..., env: Items[Text] | None = ..., cmd: Items[Text] | None = ..., privileged: bool | None = ..., user: Text | None = ..., working_dir: Text | None = ..., detach: bool | None = ..., container: Text | None = ..., body: ContainerExecBodyDict | Result | None = ..., **published: Unpack[_ContainerExecNames]) -> _O: ...

class _ExecStartNames(TypedDict, total=False):
    Detach: bool | None
    Tty: bool | None
    ConsoleSize: Items[int] | None

class _ExecStart(Generic[_A, _O]):
    """Run a prepared command"""
    def __call__(self, id: Text, *, detach: bool | None = ..., tty: bool | None = ..., console_size: Items[int] | None = ..., body: ExecStartBodyDict | Result | None = ..., **published: Unpack[_ExecStartNames]) -> _A: ...
    def stream(self, id: Text, *, detach: bool | None = ..., tty: bool | None = ..., console_size: Items[int] | None = ..., body: ExecStartBodyDict | Result | None = ..., **published: Unpack[_ExecStartNames]) -> _O: ...

class _ExecResize(Generic[_A, _O]):
    """Set the terminal size of a running command"""
    def __call__(self, id: Text, *, h: int, w: int) -> _A: ...
    def stream(self, id: Text, *, h: int, w: int) -> _O: ...

class _ExecInspect(Generic[_A, _O]):
    """Show the state and exit code of a command"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _VolumeList(Generic[_A, _O]):
    """List volumes"""
    def __call__(self, *, filters: VolumeListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: VolumeListFiltersDict | str | None = ...) -> _O: ...

class _VolumeCreateNames(TypedDict, total=False):
    Name: Text | None
    Driver: Text | None
    DriverOpts: Mapping[str, Text | None] | None
    Labels: Mapping[str, Text | None] | None
    ClusterVolumeSpec: ClusterVolumeSpecDict

class _VolumeCreate(Generic[_A, _O]):
    """Create a volume"""
    def __call__(self, *, name: Text | None = ..., driver: Text | None = ..., driver_opts: Mapping[str, Text | None] | None = ..., labels: Mapping[str, Text | None] | None = ..., cluster_volume_spec: ClusterVolumeSpecDict = ..., body: VolumeCreateOptionsDict | Result | None = ..., **published: Unpack[_VolumeCreateNames]) -> _A: ...
    def stream(self, *, name: Text | None = ..., driver: Text | None = ..., driver_opts: Mapping[str, Text | None] | None = ..., labels: Mapping[str, Text | None] | None = ..., cluster_volume_spec: ClusterVolumeSpecDict = ..., body: VolumeCreateOptionsDict | Result | None = ..., **published: Unpack[_VolumeCreateNames]) -> _O: ...

class _VolumeInspect(Generic[_A, _O]):
    """Show everything about a volume"""
    def __call__(self, name: Text) -> _A: ...
    def stream(self, name: Text) -> _O: ...

class _VolumeUpdateNames(TypedDict, total=False):
    Spec: ClusterVolumeSpecDict

class _VolumeUpdate(Generic[_A, _O]):
    """Change the availability of a cluster volume"""
    def __call__(self, name: Text, *, version: int, spec: ClusterVolumeSpecDict = ..., body: VolumeUpdateBodyDict | Result | None = ..., **published: Unpack[_VolumeUpdateNames]) -> _A: ...
    def stream(self, name: Text, *, version: int, spec: ClusterVolumeSpecDict = ..., body: VolumeUpdateBodyDict | Result | None = ..., **published: Unpack[_VolumeUpdateNames]) -> _O: ...

class _VolumeDelete(Generic[_A, _O]):
    """Remove a volume"""
    def __call__(self, name: Text, *, force: bool | None = ...) -> _A: ...
    def stream(self, name: Text, *, force: bool | None = ...) -> _O: ...

class _VolumePrune(Generic[_A, _O]):
    """Remove volumes that nothing uses"""
    def __call__(self, *, filters: VolumePruneFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: VolumePruneFiltersDict | str | None = ...) -> _O: ...

class _NetworkList(Generic[_A, _O]):
    """List networks"""
    def __call__(self, *, filters: NetworkListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: NetworkListFiltersDict | str | None = ...) -> _O: ...

class _NetworkInspect(Generic[_A, _O]):
    """Show everything about a network"""
    def __call__(self, id: Text, *, verbose: bool | None = ..., scope: Text | None = ...) -> _A: ...
    def stream(self, id: Text, *, verbose: bool | None = ..., scope: Text | None = ...) -> _O: ...

class _NetworkDelete(Generic[_A, _O]):
    """Remove a network"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _NetworkCreateNames(TypedDict, total=False):
    Name: Text | None
    CheckDuplicate: bool | None
    Driver: Text | None
    Scope: Text | None
    Internal: bool | None
    Attachable: bool | None
    Ingress: bool | None
    ConfigOnly: bool | None
    ConfigFrom: ConfigReferenceDict
    IPAM: IPAMDict
    EnableIPv6: bool | None
    Options: Mapping[str, Text | None] | None
    Labels: Mapping[str, Text | None] | None

class _NetworkCreate(Generic[_A, _O]):
    """Create a network"""
    def __call__(self, *, name: Text | None = ..., check_duplicate: bool | None = ..., driver: Text | None = ..., scope: Text | None = ..., internal: bool | None = ..., attachable: bool | None = ..., ingress: bool | None = ..., config_only: bool | None = ..., config_from: ConfigReferenceDict = ..., ipam: IPAMDict = ..., enable_ipv6: bool | None = ..., options: Mapping[str, Text | None] | None = ..., labels: Mapping[str, Text | None] | None = ..., body: NetworkCreateBodyDict | Result | None = ..., **published: Unpack[_NetworkCreateNames]) -> _A: ...
    def stream(self, *, name: Text | None = ..., check_duplicate: bool | None = ..., driver: Text | None = ..., scope: Text | None = ..., internal: bool | None = ..., attachable: bool | None = ..., ingress: bool | None = ..., config_only: bool | None = ..., config_from: ConfigReferenceDict = ..., ipam: IPAMDict = ..., enable_ipv6: bool | None = ..., options: Mapping[str, Text | None] | None = ..., labels: Mapping[str, Text | None] | None = ..., body: NetworkCreateBodyDict | Result | None = ..., **published: Unpack[_NetworkCreateNames]) -> _O: ...

class _NetworkConnectNames(TypedDict, total=False):
    Container: Text | None
    EndpointConfig: EndpointSettingsDict

class _NetworkConnect(Generic[_A, _O]):
    """Join a container to a network"""
    def __call__(self, id: Text, *, container: Text | None = ..., endpoint_config: EndpointSettingsDict = ..., body: NetworkConnectBodyDict | Result | None = ..., **published: Unpack[_NetworkConnectNames]) -> _A: ...
    def stream(self, id: Text, *, container: Text | None = ..., endpoint_config: EndpointSettingsDict = ..., body: NetworkConnectBodyDict | Result | None = ..., **published: Unpack[_NetworkConnectNames]) -> _O: ...

class _NetworkDisconnectNames(TypedDict, total=False):
    Container: Text | None
    Force: bool | None

class _NetworkDisconnect(Generic[_A, _O]):
    """Take a container off a network"""
    def __call__(self, id: Text, *, container: Text | None = ..., force: bool | None = ..., body: NetworkDisconnectBodyDict | Result | None = ..., **published: Unpack[_NetworkDisconnectNames]) -> _A: ...
    def stream(self, id: Text, *, container: Text | None = ..., force: bool | None = ..., body: NetworkDisconnectBodyDict | Result | None = ..., **published: Unpack[_NetworkDisconnectNames]) -> _O: ...

class _NetworkPrune(Generic[_A, _O]):
    """Remove networks that nothing uses"""
    def __call__(self, *, filters: NetworkPruneFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: NetworkPruneFiltersDict | str | None = ...) -> _O: ...

class _PluginList(Generic[_A, _O]):
    """List installed plugins"""
    def __call__(self, *, filters: PluginListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: PluginListFiltersDict | str | None = ...) -> _O: ...

class _GetPluginPrivileges(Generic[_A, _O]):
    """List the privileges that a plugin asks for"""
    def __call__(self, *, remote: Text, x_registry_auth: Text | GetPluginPrivilegesXRegistryAuthDict | None = ...) -> _A: ...
    def stream(self, *, remote: Text, x_registry_auth: Text | GetPluginPrivilegesXRegistryAuthDict | None = ...) -> _O: ...

class _PluginPull(Generic[_A, _O]):
    """Install a plugin from a registry"""
    def __call__(self, *, remote: Text, name: Text | None = ..., x_registry_auth: Text | PluginPullXRegistryAuthDict | None = ..., body: Items[PluginPrivilegeDict] | None = ...) -> _A: ...
    def stream(self, *, remote: Text, name: Text | None = ..., x_registry_auth: Text | PluginPullXRegistryAuthDict | None = ..., body: Items[PluginPrivilegeDict] | None = ...) -> _O: ...

class _PluginInspect(Generic[_A, _O]):
    """Show everything about a plugin"""
    def __call__(self, name: Text) -> _A: ...
    def stream(self, name: Text) -> _O: ...

class _PluginDelete(Generic[_A, _O]):
    """Remove a plugin"""
    def __call__(self, name: Text, *, force: bool | None = ...) -> _A: ...
    def stream(self, name: Text, *, force: bool | None = ...) -> _O: ...

class _PluginEnable(Generic[_A, _O]):
    """Switch a plugin on"""
    def __call__(self, name: Text, *, timeout: Duration | None = ...) -> _A: ...
    def stream(self, name: Text, *, timeout: Duration | None = ...) -> _O: ...

class _PluginDisable(Generic[_A, _O]):
    """Switch a plugin off"""
    def __call__(self, name: Text, *, force: bool | None = ...) -> _A: ...
    def stream(self, name: Text, *, force: bool | None = ...) -> _O: ...

class _PluginUpgrade(Generic[_A, _O]):
    """Replace a plugin by another version"""
    def __call__(self, name: Text, *, remote: Text, x_registry_auth: Text | PluginUpgradeXRegistryAuthDict | None = ..., body: Items[PluginPrivilegeDict] | None = ...) -> _A: ...
    def stream(self, name: Text, *, remote: Text, x_registry_auth: Text | PluginUpgradeXRegistryAuthDict | None = ..., body: Items[PluginPrivilegeDict] | None = ...) -> _O: ...

class _PluginCreate(Generic[_A, _O]):
    """Make a plugin from a tar"""
    def __call__(self, *, name: Text, body: Content) -> _A: ...
    def stream(self, *, name: Text, body: Content) -> _O: ...

class _PluginPush(Generic[_A, _O]):
    """Push a plugin to its registry"""
    def __call__(self, name: Text, *, x_registry_auth: Text | PluginPushXRegistryAuthDict | None = ...) -> _A: ...
    def stream(self, name: Text, *, x_registry_auth: Text | PluginPushXRegistryAuthDict | None = ...) -> _O: ...

class _PluginSet(Generic[_A, _O]):
    """Change the settings of a plugin"""
    def __call__(self, name: Text, *, body: Items[Text] | None = ...) -> _A: ...
    def stream(self, name: Text, *, body: Items[Text] | None = ...) -> _O: ...

class _NodeList(Generic[_A, _O]):
    """List the nodes of the swarm"""
    def __call__(self, *, filters: NodeListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: NodeListFiltersDict | str | None = ...) -> _O: ...

class _NodeInspect(Generic[_A, _O]):
    """Show everything about a node"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _NodeDelete(Generic[_A, _O]):
    """Remove a node from the swarm"""
    def __call__(self, id: Text, *, force: bool | None = ...) -> _A: ...
    def stream(self, id: Text, *, force: bool | None = ...) -> _O: ...

class _NodeUpdateNames(TypedDict, total=False):
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    Role: Literal["worker", "manager"] | None
    Availability: Literal["active", "pause", "drain"] | None

class _NodeUpdate(Generic[_A, _O]):
    """Change a node's role, availability or labels"""
    def __call__(self, id: Text, *, version: int, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., role: Literal["worker", "manager"] | None = ..., availability: Literal["active", "pause", "drain"] | None = ..., body: NodeSpecDict | Result | None = ..., **published: Unpack[_NodeUpdateNames]) -> _A: ...
    def stream(self, id: Text, *, version: int, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., role: Literal["worker", "manager"] | None = ..., availability: Literal["active", "pause", "drain"] | None = ..., body: NodeSpecDict | Result | None = ..., **published: Unpack[_NodeUpdateNames]) -> _O: ...

class _SwarmInspect(Generic[_A, _O]):
    """Show the swarm and its join tokens"""
    def __call__(self) -> _A: ...
    def stream(self) -> _O: ...

class _SwarmInitNames(TypedDict, total=False):
    ListenAddr: Text | None
    AdvertiseAddr: Text | None
    DataPathAddr: Text | None
    DataPathPort: int | None
    DefaultAddrPool: Items[Text] | None
    ForceNewCluster: bool | None
    SubnetSize: int | None
    Spec: SwarmSpecDict
    AutoLockManagers: bool | None
    Availability: Literal["", "active", "pause", "drain"] | None

class _SwarmInit(Generic[_A, _O]):
    """Start a new swarm on this engine"""
    def __call__(self, *, listen_addr: Text | None = ..., advertise_addr: Text | None = ..., data_path_addr: Text | None = ..., data_path_port: int | None = ..., default_addr_pool: Items[Text] | None = ..., force_new_cluster: bool | None = ..., subnet_size: int | None = ..., spec: SwarmSpecDict = ..., auto_lock_managers: bool | None = ..., availability: Literal["", "active", "pause", "drain"] | None = ..., body: SwarmInitBodyDict | Result | None = ..., **published: Unpack[_SwarmInitNames]) -> _A: ...
    def stream(self, *, listen_addr: Text | None = ..., advertise_addr: Text | None = ..., data_path_addr: Text | None = ..., data_path_port: int | None = ..., default_addr_pool: Items[Text] | None = ..., force_new_cluster: bool | None = ..., subnet_size: int | None = ..., spec: SwarmSpecDict = ..., auto_lock_managers: bool | None = ..., availability: Literal["", "active", "pause", "drain"] | None = ..., body: SwarmInitBodyDict | Result | None = ..., **published: Unpack[_SwarmInitNames]) -> _O: ...

class _SwarmJoinNames(TypedDict, total=False):
    ListenAddr: Text | None
    AdvertiseAddr: Text | None
    DataPathAddr: Text | None
    RemoteAddrs: Items[Text] | None
    JoinToken: Text | None
    Availability: Literal["", "active", "pause", "drain"] | None

class _SwarmJoin(Generic[_A, _O]):
    """Join this engine to a swarm"""
    def __call__(self, *, listen_addr: Text | None = ..., advertise_addr: Text | None = ..., data_path_addr: Text | None = ..., remote_addrs: Items[Text] | None = ..., join_token: Text | None = ..., availability: Literal["", "active", "pause", "drain"] | None = ..., body: SwarmJoinBodyDict | Result | None = ..., **published: Unpack[_SwarmJoinNames]) -> _A: ...
    def stream(self, *, listen_addr: Text | None = ..., advertise_addr: Text | None = ..., data_path_addr: Text | None = ..., remote_addrs: Items[Text] | None = ..., join_token: Text | None = ..., availability: Literal["", "active", "pause", "drain"] | None = ..., body: SwarmJoinBodyDict | Result | None = ..., **published: Unpack[_SwarmJoinNames]) -> _O: ...

class _SwarmLeave(Generic[_A, _O]):
    """Take this engine out of its swarm"""
    def __call__(self, *, force: bool | None = ...) -> _A: ...
    def stream(self, *, force: bool | None = ...) -> _O: ...

class _SwarmUpdateNames(TypedDict, total=False):
    rotateWorkerToken: bool | None
    rotateManagerToken: bool | None
    rotateManagerUnlockKey: bool | None
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    Orchestration: SwarmUpdateOrchestrationDict
    Raft: SwarmUpdateRaftDict
    Dispatcher: SwarmUpdateDispatcherDict
    CAConfig: SwarmUpdateCAConfigDict
    EncryptionConfig: SwarmUpdateEncryptionConfigDict
    TaskDefaults: SwarmUpdateTaskDefaultsDict

class _SwarmUpdate(Generic[_A, _O]):
    """Change the swarm's settings, tokens or key"""
    def __call__(self, *, version: int, rotate_worker_token: bool | None = ..., rotate_manager_token: bool | None = ..., rotate_manager_unlock_key: bool | None = ..., name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., orchestration: SwarmUpdateOrchestrationDict = ..., raft: SwarmUpdateRaftDict = ..., dispatcher: SwarmUpdateDispatcherDict = ..., ca_config: SwarmUpdateCAConfigDict = ..., encryption_config: SwarmUpdateEncryptionConfigDict = ..., task_defaults: SwarmUpdateTaskDefaultsDict = ..., body: SwarmSpecDict | Result | None = ..., **published: Unpack[_SwarmUpdateNames]) -> _A: ...
    def stream(self, *, version: int, rotate_worker_token: bool | None = ..., rotate_manager_token: bool | None = ..., rotate_manager_unlock_key: bool | None = ..., name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., orchestration: SwarmUpdateOrchestrationDict = ..., raft: SwarmUpdateRaftDict = ..., dispatcher: SwarmUpdateDispatcherDict = ..., ca_config: SwarmUpdateCAConfigDict = ..., encryption_config: SwarmUpdateEncryptionConfigDict = ..., task_defaults: SwarmUpdateTaskDefaultsDict = ..., body: SwarmSpecDict | Result | None = ..., **published: Unpack[_SwarmUpdateNames]) -> _O: ...

class _SwarmUnlockkey(Generic[_A, _O]):
    """Show the key that unlocks managers"""
    def __call__(self) -> _A: ...
    def stream(self) -> _O: ...

class _SwarmUnlockNames(TypedDict, total=False):
    UnlockKey: Text | None

class _SwarmUnlock(Generic[_A, _O]):
    """Unlock this manager"""
    def __call__(self, *, unlock_key: Text | None = ..., body: SwarmUnlockBodyDict | Result | None = ..., **published: Unpack[_SwarmUnlockNames]) -> _A: ...
    def stream(self, *, unlock_key: Text | None = ..., body: SwarmUnlockBodyDict | Result | None = ..., **published: Unpack[_SwarmUnlockNames]) -> _O: ...

class _ServiceList(Generic[_A, _O]):
    """List services"""
    def __call__(self, *, filters: ServiceListFiltersDict | str | None = ..., status: bool | None = ...) -> _A: ...
    def stream(self, *, filters: ServiceListFiltersDict | str | None = ..., status: bool | None = ...) -> _O: ...

class _ServiceCreateNames(TypedDict, total=False):
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    TaskTemplate: TaskSpecDict
    Mode: ServiceCreateModeDict
    UpdateConfig: ServiceCreateUpdateConfigDict
    RollbackConfig: ServiceCreateRollbackConfigDict
    Networks: Items[NetworkAttachmentConfigDict] | None
    EndpointSpec: EndpointSpecDict

class _ServiceCreate(Generic[_A, _O]):
    """Create a service"""
    def __call__(self, *, x_registry_auth: Text | ServiceCreateXRegistryAuthDict | None = ..., name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., task_template: TaskSpecDict = ..., mode: ServiceCreateModeDict = ..., update_config: ServiceCreateUpdateConfigDict = ..., rollback_config: ServiceCreateRollbackConfigDict = ..., networks: Items[NetworkAttachmentConfigDict] | None = ..., endpoint_spec: EndpointSpecDict = ..., body: ServiceCreateBodyDict | Result | None = ..., **published: Unpack[_ServiceCreateNames]) -> _A: ...
    def stream(self, *, x_registry_auth: Text | ServiceCreateXRegistryAuthDict | None = ..., name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., task_template: TaskSpecDict = ..., mode: ServiceCreateModeDict = ..., update_config: ServiceCreateUpdateConfigDict = ..., rollback_config: ServiceCreateRollbackConfigDict = ..., networks: Items[NetworkAttachmentConfigDict] | None = ..., endpoint_spec: EndpointSpecDict = ..., body: ServiceCreateBodyDict | Result | None = ..., **published: Unpack[_ServiceCreateNames]) -> _O: ...

class _ServiceInspectNames(TypedDict, total=False):
    insertDefaults: bool | None

class _ServiceInspect(Generic[_A, _O]):
    """Show everything about a service"""
    def __call__(self, id: Text, *, insert_defaults: bool | None = ..., **published: Unpack[_ServiceInspectNames]) -> _A: ...
    def stream(self, id: Text, *, insert_defaults: bool | None = ..., **published: Unpack[_ServiceInspectNames]) -> _O: ...

class _ServiceDelete(Generic[_A, _O]):
    """Remove a service"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ServiceUpdateNames(TypedDict, total=False):
    registryAuthFrom: Literal["spec", "previous-spec"] | None
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    TaskTemplate: TaskSpecDict
    Mode: ServiceUpdateModeDict
    UpdateConfig: ServiceUpdateUpdateConfigDict
    RollbackConfig: ServiceUpdateRollbackConfigDict
    Networks: Items[NetworkAttachmentConfigDict] | None
    EndpointSpec: EndpointSpecDict

class _ServiceUpdate(Generic[_A, _O]):
    """Change a service or roll it back"""
    def __call__(self, id: Text, *, version: int, registry_auth_from: Literal["spec", "previous-spec"] | None = ..., rollback: Text | None = ..., x_registry_auth: Text | ServiceUpdateXRegistryAuthDict | None = ..., name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., task_template: TaskSpecDict = ..., mode: ServiceUpdateModeDict = ..., update_config: ServiceUpdateUpdateConfigDict = ..., rollback_config: ServiceUpdateRollbackConfigDict = ..., networks: Items[NetworkAttachmentConfigDict] | None = ..., endpoint_spec: EndpointSpecDict = ..., body: ServiceUpdateBodyDict | Result | None = ..., **published: Unpack[_ServiceUpdateNames]) -> _A: ...
    def stream(self, id: Text, *, version: int, registry_auth_from: Literal["spec", "previous-spec"] | None = ..., rollback: Text | None = ..., x_registry_auth: Text | ServiceUpdateXRegistryAuthDict | None = ..., name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., task_template: TaskSpecDict = ..., mode: ServiceUpdateModeDict = ..., update_config: ServiceUpdateUpdateConfigDict = ..., rollback_config: ServiceUpdateRollbackConfigDict = ..., networks: Items[NetworkAttachmentConfigDict] | None = ..., endpoint_spec: EndpointSpecDict = ..., body: ServiceUpdateBodyDict | Result | None = ..., **published: Unpack[_ServiceUpdateNames]) -> _O: ...

class _ServiceLogs(Generic[_A, _B, _C, _O]):
    """Read the logs of a service"""
    @overload
    def __call__(self, id: Text, *, details: bool | None = ..., follow: Literal[True], stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _B: ...
    @overload
    def __call__(self, id: Text, *, details: bool | None = ..., follow: Literal[False] | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _A: ...
    @overload
    def __call__(self, id: Text, *, details: bool | None = ..., follow: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _C: ...
    def stream(self, id: Text, *, details: bool | None = ..., follow: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _O: ...

class _TaskList(Generic[_A, _O]):
    """List tasks"""
    def __call__(self, *, filters: TaskListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: TaskListFiltersDict | str | None = ...) -> _O: ...

class _TaskInspect(Generic[_A, _O]):
    """Show everything about a task"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _TaskLogs(Generic[_A, _B, _C, _O]):
    """Read the logs of a task"""
    @overload
    def __call__(self, id: Text, *, details: bool | None = ..., follow: Literal[True], stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _B: ...
    @overload
    def __call__(self, id: Text, *, details: bool | None = ..., follow: Literal[False] | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _A: ...
    @overload
    def __call__(self, id: Text, *, details: bool | None = ..., follow: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _C: ...
    def stream(self, id: Text, *, details: bool | None = ..., follow: bool | None = ..., stdout: bool | None = ..., stderr: bool | None = ..., since: Time | None = ..., timestamps: bool | None = ..., tail: Text | int | None = ...) -> _O: ...

class _SecretList(Generic[_A, _O]):
    """List secrets"""
    def __call__(self, *, filters: SecretListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: SecretListFiltersDict | str | None = ...) -> _O: ...

class _SecretCreateNames(TypedDict, total=False):
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    Data: Base64 | None
    Driver: DriverDict
    Templating: DriverDict

class _SecretCreate(Generic[_A, _O]):
    """Create a secret"""
    def __call__(self, *, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., driver: DriverDict = ..., templating: DriverDict = ..., body: SecretCreateBodyDict | Result | None = ..., **published: Unpack[_SecretCreateNames]) -> _A: ...
    def stream(self, *, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., driver: DriverDict = ..., templating: DriverDict = ..., body: SecretCreateBodyDict | Result | None = ..., **published: Unpack[_SecretCreateNames]) -> _O: ...

class _SecretInspect(Generic[_A, _O]):
    """Show a secret without its data"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _SecretDelete(Generic[_A, _O]):
    """Remove a secret"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _SecretUpdateNames(TypedDict, total=False):
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    Data: Base64 | None
    Driver: DriverDict
    Templating: DriverDict

class _SecretUpdate(Generic[_A, _O]):
    """Change the labels of a secret"""
    def __call__(self, id: Text, *, version: int, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., driver: DriverDict = ..., templating: DriverDict = ..., body: SecretSpecDict | Result | None = ..., **published: Unpack[_SecretUpdateNames]) -> _A: ...
    def stream(self, id: Text, *, version: int, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., driver: DriverDict = ..., templating: DriverDict = ..., body: SecretSpecDict | Result | None = ..., **published: Unpack[_SecretUpdateNames]) -> _O: ...

class _ConfigList(Generic[_A, _O]):
    """List configs"""
    def __call__(self, *, filters: ConfigListFiltersDict | str | None = ...) -> _A: ...
    def stream(self, *, filters: ConfigListFiltersDict | str | None = ...) -> _O: ...

class _ConfigCreateNames(TypedDict, total=False):
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    Data: Base64 | None
    Templating: DriverDict

class _ConfigCreate(Generic[_A, _O]):
    """Create a config"""
    def __call__(self, *, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., templating: DriverDict = ..., body: ConfigCreateBodyDict | Result | None = ..., **published: Unpack[_ConfigCreateNames]) -> _A: ...
    def stream(self, *, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., templating: DriverDict = ..., body: ConfigCreateBodyDict | Result | None = ..., **published: Unpack[_ConfigCreateNames]) -> _O: ...

class _ConfigInspect(Generic[_A, _O]):
    """Show a config and its data"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ConfigDelete(Generic[_A, _O]):
    """Remove a config"""
    def __call__(self, id: Text) -> _A: ...
    def stream(self, id: Text) -> _O: ...

class _ConfigUpdateNames(TypedDict, total=False):
    Name: Text | None
    Labels: Mapping[str, Text | None] | None
    Data: Base64 | None
    Templating: DriverDict

class _ConfigUpdate(Generic[_A, _O]):
    """Change the labels of a config"""
    def __call__(self, id: Text, *, version: int, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., templating: DriverDict = ..., body: ConfigSpecDict | Result | None = ..., **published: Unpack[_ConfigUpdateNames]) -> _A: ...
    def stream(self, id: Text, *, version: int, name: Text | None = ..., labels: Mapping[str, Text | None] | None = ..., data: Base64 | None = ..., templating: DriverDict = ..., body: ConfigSpecDict | Result | None = ..., **published: Unpack[_ConfigUpdateNames]) -> _O: ...

class _DistributionInspect(Generic[_A, _O]):
    """Show an image's digest and platforms as its registry has them"""
    def __call__(self, name: Text, *, x_registry_auth: Text | DistributionInspectXRegistryAuthDict | None = ...) -> _A: ...
    def stream(self, name: Text, *, x_registry_auth: Text | DistributionInspectXRegistryAuthDict | None = ...) -> _O: ...

class _Session(Generic[_A, _O]):
    """Open a session with the builder"""
    def __call__(self, *, x_docker_expose_session_uuid: Text | None = ..., x_docker_expose_session_name: Text | None = ...) -> _A: ...
    def stream(self, *, x_docker_expose_session_uuid: Text | None = ..., x_docker_expose_session_name: Text | None = ...) -> _O: ...

class ContainerGroup:
    list: _ContainerList[ListOf[ContainerSummary], StreamOf[bytes, bytes]]
    create: _ContainerCreate[ContainerCreateResponse, StreamOf[bytes, bytes]]
    inspect: _ContainerInspect[ContainerInspectAnswer, StreamOf[bytes, bytes]]
    top: _ContainerTop[ContainerTopAnswer, StreamOf[bytes, bytes]]
    logs: _ContainerLogs[Output, StreamOf[Frame, Output], Output | StreamOf[Frame, Output], StreamOf[Frame, Output]]
    changes: _ContainerChanges[ListOf[FilesystemChange], StreamOf[bytes, bytes]]
    export: _ContainerExport[Archive, StreamOf[bytes, bytes]]
    stats: _ContainerStats[Result, StreamOf[Result, Result], Result | StreamOf[Result, Result], StreamOf[Result, Result]]
    resize: _ContainerResize[None, StreamOf[bytes, bytes]]
    start: _ContainerStart[None, StreamOf[bytes, bytes]]
    stop: _ContainerStop[None, StreamOf[bytes, bytes]]
    restart: _ContainerRestart[None, StreamOf[bytes, bytes]]
    kill: _ContainerKill[None, StreamOf[bytes, bytes]]
    update: _ContainerUpdate[ContainerUpdateAnswer, StreamOf[bytes, bytes]]
    rename: _ContainerRename[None, StreamOf[bytes, bytes]]
    pause: _ContainerPause[None, StreamOf[bytes, bytes]]
    unpause: _ContainerUnpause[None, StreamOf[bytes, bytes]]
    attach: _ContainerAttach[Output, Duplex, Output | Duplex, Duplex]
    attach_websocket: _ContainerAttachWebsocket[Output, Duplex, Output | Duplex, Duplex]
    wait: _ContainerWait[ContainerWaitResponse, StreamOf[bytes, bytes]]
    delete: _ContainerDelete[None, StreamOf[bytes, bytes]]
    archive_info: _ContainerArchiveInfo[ContainerArchiveInfoAnswer, StreamOf[bytes, bytes]]
    archive: _ContainerArchive[Archive, StreamOf[bytes, bytes]]
    put_archive: _PutContainerArchive[None, StreamOf[bytes, bytes]]
    prune: _ContainerPrune[ContainerPruneAnswer, StreamOf[bytes, bytes]]
    exec: _ContainerExec[IdResponse, StreamOf[bytes, bytes]]

class ImageGroup:
    list: _ImageList[ListOf[ImageSummary], StreamOf[bytes, bytes]]
    build: _ImageBuild[ListOf[BuildInfo], StreamOf[BuildInfo, ListOf[BuildInfo]]]
    build_prune: _BuildPrune[BuildPruneAnswer, StreamOf[bytes, bytes]]
    create: _ImageCreate[ListOf[CreateImageInfo], StreamOf[CreateImageInfo, ListOf[CreateImageInfo]]]
    inspect: _ImageInspect[ImageInspect, StreamOf[bytes, bytes]]
    history: _ImageHistory[ListOf[ImageHistoryResponseItem], StreamOf[bytes, bytes]]
    push: _ImagePush[ListOf[PushImageInfo], StreamOf[PushImageInfo, ListOf[PushImageInfo]]]
    tag: _ImageTag[None, StreamOf[bytes, bytes]]
    delete: _ImageDelete[ListOf[ImageDeleteResponseItem], StreamOf[bytes, bytes]]
    search: _ImageSearch[ListOf[ImageSearchAnswer], StreamOf[bytes, bytes]]
    prune: _ImagePrune[ImagePruneAnswer, StreamOf[bytes, bytes]]
    commit: _ImageCommit[IdResponse, StreamOf[bytes, bytes]]
    get: _ImageGet[Archive, StreamOf[bytes, bytes]]
    get_all: _ImageGetAll[Archive, StreamOf[bytes, bytes]]
    load: _ImageLoad[ListOf[BuildInfo], StreamOf[BuildInfo, ListOf[BuildInfo]]]

class SystemGroup:
    auth: _SystemAuth[SystemAuthAnswer, StreamOf[bytes, bytes]]
    info: _SystemInfo[SystemInfo, StreamOf[bytes, bytes]]
    version: _SystemVersion[SystemVersion, StreamOf[bytes, bytes]]
    ping: _SystemPing[str, StreamOf[bytes, bytes]]
    ping_head: _SystemPingHead[None, StreamOf[bytes, bytes]]
    events: _SystemEvents[ListOf[EventMessage], StreamOf[EventMessage, ListOf[EventMessage]], ListOf[EventMessage] | StreamOf[EventMessage, ListOf[EventMessage]], StreamOf[EventMessage, ListOf[EventMessage]]]
    data_usage: _SystemDataUsage[SystemDataUsageAnswer, StreamOf[bytes, bytes]]

class ExecGroup:
    container_exec: _ContainerExec[IdResponse, StreamOf[bytes, bytes]]
    start: _ExecStart[Output, Duplex]
    resize: _ExecResize[None, StreamOf[bytes, bytes]]
    inspect: _ExecInspect[ExecInspectAnswer, StreamOf[bytes, bytes]]

class VolumeGroup:
    list: _VolumeList[VolumeListResponse, StreamOf[bytes, bytes]]
    create: _VolumeCreate[Volume, StreamOf[bytes, bytes]]
    inspect: _VolumeInspect[Volume, StreamOf[bytes, bytes]]
    update: _VolumeUpdate[None, StreamOf[bytes, bytes]]
    delete: _VolumeDelete[None, StreamOf[bytes, bytes]]
    prune: _VolumePrune[VolumePruneAnswer, StreamOf[bytes, bytes]]

class NetworkGroup:
    list: _NetworkList[ListOf[Network], StreamOf[bytes, bytes]]
    inspect: _NetworkInspect[Network, StreamOf[bytes, bytes]]
    delete: _NetworkDelete[None, StreamOf[bytes, bytes]]
    create: _NetworkCreate[NetworkCreateAnswer, StreamOf[bytes, bytes]]
    connect: _NetworkConnect[None, StreamOf[bytes, bytes]]
    disconnect: _NetworkDisconnect[None, StreamOf[bytes, bytes]]
    prune: _NetworkPrune[NetworkPruneAnswer, StreamOf[bytes, bytes]]

class PluginGroup:
    list: _PluginList[ListOf[Plugin], StreamOf[bytes, bytes]]
    get_privileges: _GetPluginPrivileges[ListOf[PluginPrivilege], StreamOf[bytes, bytes]]
    pull: _PluginPull[ListOf[PushImageInfo], StreamOf[PushImageInfo, ListOf[PushImageInfo]]]
    inspect: _PluginInspect[Plugin, StreamOf[bytes, bytes]]
    delete: _PluginDelete[None, StreamOf[bytes, bytes]]
    enable: _PluginEnable[None, StreamOf[bytes, bytes]]
    disable: _PluginDisable[None, StreamOf[bytes, bytes]]
    upgrade: _PluginUpgrade[ListOf[PushImageInfo], StreamOf[PushImageInfo, ListOf[PushImageInfo]]]
    create: _PluginCreate[None, StreamOf[bytes, bytes]]
    push: _PluginPush[ListOf[PushImageInfo], StreamOf[PushImageInfo, ListOf[PushImageInfo]]]
    set: _PluginSet[None, StreamOf[bytes, bytes]]

class NodeGroup:
    list: _NodeList[ListOf[Node], StreamOf[bytes, bytes]]
    inspect: _NodeInspect[Node, StreamOf[bytes, bytes]]
    delete: _NodeDelete[None, StreamOf[bytes, bytes]]
    update: _NodeUpdate[None, StreamOf[bytes, bytes]]

class SwarmGroup:
    inspect: _SwarmInspect[Swarm, StreamOf[bytes, bytes]]
    init: _SwarmInit[str, StreamOf[bytes, bytes]]
    join: _SwarmJoin[None, StreamOf[bytes, bytes]]
    leave: _SwarmLeave[None, StreamOf[bytes, bytes]]
    update: _SwarmUpdate[None, StreamOf[bytes, bytes]]
    unlockkey: _SwarmUnlockkey[SwarmUnlockkeyAnswer, StreamOf[bytes, bytes]]
    unlock: _SwarmUnlock[None, StreamOf[bytes, bytes]]

class ServiceGroup:
    list: _ServiceList[ListOf[Service], StreamOf[bytes, bytes]]
    create: _ServiceCreate[ServiceCreateResponse, StreamOf[bytes, bytes]]
    inspect: _ServiceInspect[Service, StreamOf[bytes, bytes]]
    delete: _ServiceDelete[None, StreamOf[bytes, bytes]]
    update: _ServiceUpdate[ServiceUpdateAnswer, StreamOf[bytes, bytes]]
    logs: _ServiceLogs[Output, StreamOf[Frame, Output], Output | StreamOf[Frame, Output], StreamOf[Frame, Output]]

class TaskGroup:
    list: _TaskList[ListOf[Task], StreamOf[bytes, bytes]]
    inspect: _TaskInspect[Task, StreamOf[bytes, bytes]]
    logs: _TaskLogs[Output, StreamOf[Frame, Output], Output | StreamOf[Frame, Output], StreamOf[Frame, Output]]

class SecretGroup:
    list: _SecretList[ListOf[Secret], StreamOf[bytes, bytes]]
    create: _SecretCreate[SecretCreateAnswer, StreamOf[bytes, bytes]]
    inspect: _SecretInspect[Secret, StreamOf[bytes, bytes]]
    delete: _SecretDelete[None, StreamOf[bytes, bytes]]
    update: _SecretUpdate[None, StreamOf[bytes, bytes]]

class ConfigGroup:
    list: _ConfigList[ListOf[Config], StreamOf[bytes, bytes]]
    create: _ConfigCreate[ConfigCreateAnswer, StreamOf[bytes, bytes]]
    inspect: _ConfigInspect[Config, StreamOf[bytes, bytes]]
    delete: _ConfigDelete[None, StreamOf[bytes, bytes]]
    update: _ConfigUpdate[None, StreamOf[bytes, bytes]]

class DistributionGroup:
    inspect: _DistributionInspect[DistributionInspect, StreamOf[bytes, bytes]]

class SessionGroup:
    session: _Session[Duplex, Duplex]

class AsyncContainerGroup:
    list: _ContainerList[Coroutine[Any, Any, ListOf[ContainerSummary]], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _ContainerCreate[Coroutine[Any, Any, ContainerCreateResponse], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _ContainerInspect[Coroutine[Any, Any, ContainerInspectAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    top: _ContainerTop[Coroutine[Any, Any, ContainerTopAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    logs: _ContainerLogs[Coroutine[Any, Any, Output], Coroutine[Any, Any, AsyncStreamOf[Frame, Output]], Coroutine[Any, Any, Output | AsyncStreamOf[Frame, Output]], Opening[AsyncStreamOf[Frame, Output]]]
    changes: _ContainerChanges[Coroutine[Any, Any, ListOf[FilesystemChange]], Opening[AsyncStreamOf[bytes, bytes]]]
    export: _ContainerExport[Coroutine[Any, Any, AsyncArchive], Opening[AsyncStreamOf[bytes, bytes]]]
    stats: _ContainerStats[Coroutine[Any, Any, Result], Coroutine[Any, Any, AsyncStreamOf[Result, Result]], Coroutine[Any, Any, Result | AsyncStreamOf[Result, Result]], Opening[AsyncStreamOf[Result, Result]]]
    resize: _ContainerResize[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    start: _ContainerStart[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    stop: _ContainerStop[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    restart: _ContainerRestart[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    kill: _ContainerKill[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _ContainerUpdate[Coroutine[Any, Any, ContainerUpdateAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    rename: _ContainerRename[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    pause: _ContainerPause[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    unpause: _ContainerUnpause[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    attach: _ContainerAttach[Coroutine[Any, Any, Output], Coroutine[Any, Any, AsyncDuplex], Coroutine[Any, Any, Output | AsyncDuplex], Opening[AsyncDuplex]]
    attach_websocket: _ContainerAttachWebsocket[Coroutine[Any, Any, Output], Coroutine[Any, Any, AsyncDuplex], Coroutine[Any, Any, Output | AsyncDuplex], Opening[AsyncDuplex]]
    wait: _ContainerWait[Coroutine[Any, Any, ContainerWaitResponse], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _ContainerDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    archive_info: _ContainerArchiveInfo[Coroutine[Any, Any, ContainerArchiveInfoAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    archive: _ContainerArchive[Coroutine[Any, Any, AsyncArchive], Opening[AsyncStreamOf[bytes, bytes]]]
    put_archive: _PutContainerArchive[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    prune: _ContainerPrune[Coroutine[Any, Any, ContainerPruneAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    exec: _ContainerExec[Coroutine[Any, Any, IdResponse], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncImageGroup:
    list: _ImageList[Coroutine[Any, Any, ListOf[ImageSummary]], Opening[AsyncStreamOf[bytes, bytes]]]
    build: _ImageBuild[Coroutine[Any, Any, ListOf[BuildInfo]], Opening[AsyncStreamOf[BuildInfo, ListOf[BuildInfo]]]]
    build_prune: _BuildPrune[Coroutine[Any, Any, BuildPruneAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _ImageCreate[Coroutine[Any, Any, ListOf[CreateImageInfo]], Opening[AsyncStreamOf[CreateImageInfo, ListOf[CreateImageInfo]]]]
    inspect: _ImageInspect[Coroutine[Any, Any, ImageInspect], Opening[AsyncStreamOf[bytes, bytes]]]
    history: _ImageHistory[Coroutine[Any, Any, ListOf[ImageHistoryResponseItem]], Opening[AsyncStreamOf[bytes, bytes]]]
    push: _ImagePush[Coroutine[Any, Any, ListOf[PushImageInfo]], Opening[AsyncStreamOf[PushImageInfo, ListOf[PushImageInfo]]]]
    tag: _ImageTag[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _ImageDelete[Coroutine[Any, Any, ListOf[ImageDeleteResponseItem]], Opening[AsyncStreamOf[bytes, bytes]]]
    search: _ImageSearch[Coroutine[Any, Any, ListOf[ImageSearchAnswer]], Opening[AsyncStreamOf[bytes, bytes]]]
    prune: _ImagePrune[Coroutine[Any, Any, ImagePruneAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    commit: _ImageCommit[Coroutine[Any, Any, IdResponse], Opening[AsyncStreamOf[bytes, bytes]]]
    get: _ImageGet[Coroutine[Any, Any, AsyncArchive], Opening[AsyncStreamOf[bytes, bytes]]]
    get_all: _ImageGetAll[Coroutine[Any, Any, AsyncArchive], Opening[AsyncStreamOf[bytes, bytes]]]
    load: _ImageLoad[Coroutine[Any, Any, ListOf[BuildInfo]], Opening[AsyncStreamOf[BuildInfo, ListOf[BuildInfo]]]]

class AsyncSystemGroup:
    auth: _SystemAuth[Coroutine[Any, Any, SystemAuthAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    info: _SystemInfo[Coroutine[Any, Any, SystemInfo], Opening[AsyncStreamOf[bytes, bytes]]]
    version: _SystemVersion[Coroutine[Any, Any, SystemVersion], Opening[AsyncStreamOf[bytes, bytes]]]
    ping: _SystemPing[Coroutine[Any, Any, str], Opening[AsyncStreamOf[bytes, bytes]]]
    ping_head: _SystemPingHead[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    events: _SystemEvents[Coroutine[Any, Any, ListOf[EventMessage]], Coroutine[Any, Any, AsyncStreamOf[EventMessage, ListOf[EventMessage]]], Coroutine[Any, Any, ListOf[EventMessage] | AsyncStreamOf[EventMessage, ListOf[EventMessage]]], Opening[AsyncStreamOf[EventMessage, ListOf[EventMessage]]]]
    data_usage: _SystemDataUsage[Coroutine[Any, Any, SystemDataUsageAnswer], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncExecGroup:
    container_exec: _ContainerExec[Coroutine[Any, Any, IdResponse], Opening[AsyncStreamOf[bytes, bytes]]]
    start: _ExecStart[Coroutine[Any, Any, Output], Opening[AsyncDuplex]]
    resize: _ExecResize[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _ExecInspect[Coroutine[Any, Any, ExecInspectAnswer], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncVolumeGroup:
    list: _VolumeList[Coroutine[Any, Any, VolumeListResponse], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _VolumeCreate[Coroutine[Any, Any, Volume], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _VolumeInspect[Coroutine[Any, Any, Volume], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _VolumeUpdate[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _VolumeDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    prune: _VolumePrune[Coroutine[Any, Any, VolumePruneAnswer], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncNetworkGroup:
    list: _NetworkList[Coroutine[Any, Any, ListOf[Network]], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _NetworkInspect[Coroutine[Any, Any, Network], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _NetworkDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _NetworkCreate[Coroutine[Any, Any, NetworkCreateAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    connect: _NetworkConnect[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    disconnect: _NetworkDisconnect[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    prune: _NetworkPrune[Coroutine[Any, Any, NetworkPruneAnswer], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncPluginGroup:
    list: _PluginList[Coroutine[Any, Any, ListOf[Plugin]], Opening[AsyncStreamOf[bytes, bytes]]]
    get_privileges: _GetPluginPrivileges[Coroutine[Any, Any, ListOf[PluginPrivilege]], Opening[AsyncStreamOf[bytes, bytes]]]
    pull: _PluginPull[Coroutine[Any, Any, ListOf[PushImageInfo]], Opening[AsyncStreamOf[PushImageInfo, ListOf[PushImageInfo]]]]
    inspect: _PluginInspect[Coroutine[Any, Any, Plugin], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _PluginDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    enable: _PluginEnable[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    disable: _PluginDisable[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    upgrade: _PluginUpgrade[Coroutine[Any, Any, ListOf[PushImageInfo]], Opening[AsyncStreamOf[PushImageInfo, ListOf[PushImageInfo]]]]
    create: _PluginCreate[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    push: _PluginPush[Coroutine[Any, Any, ListOf[PushImageInfo]], Opening[AsyncStreamOf[PushImageInfo, ListOf[PushImageInfo]]]]
    set: _PluginSet[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncNodeGroup:
    list: _NodeList[Coroutine[Any, Any, ListOf[Node]], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _NodeInspect[Coroutine[Any, Any, Node], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _NodeDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _NodeUpdate[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncSwarmGroup:
    inspect: _SwarmInspect[Coroutine[Any, Any, Swarm], Opening[AsyncStreamOf[bytes, bytes]]]
    init: _SwarmInit[Coroutine[Any, Any, str], Opening[AsyncStreamOf[bytes, bytes]]]
    join: _SwarmJoin[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    leave: _SwarmLeave[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _SwarmUpdate[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    unlockkey: _SwarmUnlockkey[Coroutine[Any, Any, SwarmUnlockkeyAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    unlock: _SwarmUnlock[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncServiceGroup:
    list: _ServiceList[Coroutine[Any, Any, ListOf[Service]], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _ServiceCreate[Coroutine[Any, Any, ServiceCreateResponse], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _ServiceInspect[Coroutine[Any, Any, Service], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _ServiceDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _ServiceUpdate[Coroutine[Any, Any, ServiceUpdateAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    logs: _ServiceLogs[Coroutine[Any, Any, Output], Coroutine[Any, Any, AsyncStreamOf[Frame, Output]], Coroutine[Any, Any, Output | AsyncStreamOf[Frame, Output]], Opening[AsyncStreamOf[Frame, Output]]]

class AsyncTaskGroup:
    list: _TaskList[Coroutine[Any, Any, ListOf[Task]], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _TaskInspect[Coroutine[Any, Any, Task], Opening[AsyncStreamOf[bytes, bytes]]]
    logs: _TaskLogs[Coroutine[Any, Any, Output], Coroutine[Any, Any, AsyncStreamOf[Frame, Output]], Coroutine[Any, Any, Output | AsyncStreamOf[Frame, Output]], Opening[AsyncStreamOf[Frame, Output]]]

class AsyncSecretGroup:
    list: _SecretList[Coroutine[Any, Any, ListOf[Secret]], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _SecretCreate[Coroutine[Any, Any, SecretCreateAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _SecretInspect[Coroutine[Any, Any, Secret], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _SecretDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _SecretUpdate[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncConfigGroup:
    list: _ConfigList[Coroutine[Any, Any, ListOf[Config]], Opening[AsyncStreamOf[bytes, bytes]]]
    create: _ConfigCreate[Coroutine[Any, Any, ConfigCreateAnswer], Opening[AsyncStreamOf[bytes, bytes]]]
    inspect: _ConfigInspect[Coroutine[Any, Any, Config], Opening[AsyncStreamOf[bytes, bytes]]]
    delete: _ConfigDelete[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]
    update: _ConfigUpdate[Coroutine[Any, Any, None], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncDistributionGroup:
    inspect: _DistributionInspect[Coroutine[Any, Any, DistributionInspect], Opening[AsyncStreamOf[bytes, bytes]]]

class AsyncSessionGroup:
    session: _Session[Coroutine[Any, Any, AsyncDuplex], Opening[AsyncDuplex]]

class Client(_Client):
    container: ContainerGroup
    image: ImageGroup
    system: SystemGroup
    exec: ExecGroup
    volume: VolumeGroup
    network: NetworkGroup
    plugin: PluginGroup
    node: NodeGroup
    swarm: SwarmGroup
    service: ServiceGroup
    task: TaskGroup
    secret: SecretGroup
    config: ConfigGroup
    distribution: DistributionGroup
    session: SessionGroup
    @overload
    def op(self, operation: Literal["ContainerList"], /, *args: Any, **arguments: Any) -> ListOf[ContainerSummary]: ...
    @overload
    def op(self, operation: Literal["ContainerCreate"], /, *args: Any, **arguments: Any) -> ContainerCreateResponse: ...
    @overload
    def op(self, operation: Literal["ContainerInspect"], /, *args: Any, **arguments: Any) -> ContainerInspectAnswer: ...
    @overload
    def op(self, operation: Literal["ContainerTop"], /, *args: Any, **arguments: Any) -> ContainerTopAnswer: ...
    @overload
    def op(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, follow: Literal[True], **arguments: Any) -> StreamOf[Frame, Output]: ...
    @overload
    def op(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, follow: Literal[False] | None = ..., **arguments: Any) -> Output: ...
    @overload
    def op(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, follow: bool | None = ..., **arguments: Any) -> Output | StreamOf[Frame, Output]: ...
    @overload
    def op(self, operation: Literal["ContainerChanges"], /, *args: Any, **arguments: Any) -> ListOf[FilesystemChange]: ...
    @overload
    def op(self, operation: Literal["ContainerExport", "ContainerArchive", "ImageGet", "ImageGetAll"], /, *args: Any, **arguments: Any) -> Archive: ...
    @overload
    def op(self, operation: Literal["ContainerStats"], /, *args: Any, stream: Literal[True] | None = ..., **arguments: Any) -> StreamOf[Result, Result]: ...
    @overload
    def op(self, operation: Literal["ContainerStats"], /, *args: Any, stream: Literal[False], **arguments: Any) -> Result: ...
    @overload
    def op(self, operation: Literal["ContainerStats"], /, *args: Any, stream: bool | None = ..., **arguments: Any) -> Result | StreamOf[Result, Result]: ...
    @overload
    def op(self, operation: Literal["ContainerResize", "ContainerStart", "ContainerStop", "ContainerRestart", "ContainerKill", "ContainerRename", "ContainerPause", "ContainerUnpause", "ContainerDelete", "PutContainerArchive", "ImageTag", "SystemPingHead", "ExecResize", "VolumeUpdate", "VolumeDelete", "NetworkDelete", "NetworkConnect", "NetworkDisconnect", "PluginDelete", "PluginEnable", "PluginDisable", "PluginCreate", "PluginSet", "NodeDelete", "NodeUpdate", "SwarmJoin", "SwarmLeave", "SwarmUpdate", "SwarmUnlock", "ServiceDelete", "SecretDelete", "SecretUpdate", "ConfigDelete", "ConfigUpdate"], /, *args: Any, **arguments: Any) -> None: ...
    @overload
    def op(self, operation: Literal["ContainerUpdate"], /, *args: Any, **arguments: Any) -> ContainerUpdateAnswer: ...
    @overload
    def op(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket"], /, *args: Any, stream: Literal[True], **arguments: Any) -> Duplex: ...
    @overload
    def op(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket"], /, *args: Any, stream: Literal[False] | None = ..., **arguments: Any) -> Output: ...
    @overload
    def op(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket"], /, *args: Any, stream: bool | None = ..., **arguments: Any) -> Output | Duplex: ...
    @overload
    def op(self, operation: Literal["ContainerWait"], /, *args: Any, **arguments: Any) -> ContainerWaitResponse: ...
    @overload
    def op(self, operation: Literal["ContainerArchiveInfo"], /, *args: Any, **arguments: Any) -> ContainerArchiveInfoAnswer: ...
    @overload
    def op(self, operation: Literal["ContainerPrune"], /, *args: Any, **arguments: Any) -> ContainerPruneAnswer: ...
    @overload
    def op(self, operation: Literal["ImageList"], /, *args: Any, **arguments: Any) -> ListOf[ImageSummary]: ...
    @overload
    def op(self, operation: Literal["ImageBuild", "ImageLoad"], /, *args: Any, **arguments: Any) -> ListOf[BuildInfo]: ...
    @overload
    def op(self, operation: Literal["BuildPrune"], /, *args: Any, **arguments: Any) -> BuildPruneAnswer: ...
    @overload
    def op(self, operation: Literal["ImageCreate"], /, *args: Any, **arguments: Any) -> ListOf[CreateImageInfo]: ...
    @overload
    def op(self, operation: Literal["ImageInspect"], /, *args: Any, **arguments: Any) -> ImageInspect: ...
    @overload
    def op(self, operation: Literal["ImageHistory"], /, *args: Any, **arguments: Any) -> ListOf[ImageHistoryResponseItem]: ...
    @overload
    def op(self, operation: Literal["ImagePush", "PluginPull", "PluginUpgrade", "PluginPush"], /, *args: Any, **arguments: Any) -> ListOf[PushImageInfo]: ...
    @overload
    def op(self, operation: Literal["ImageDelete"], /, *args: Any, **arguments: Any) -> ListOf[ImageDeleteResponseItem]: ...
    @overload
    def op(self, operation: Literal["ImageSearch"], /, *args: Any, **arguments: Any) -> ListOf[ImageSearchAnswer]: ...
    @overload
    def op(self, operation: Literal["ImagePrune"], /, *args: Any, **arguments: Any) -> ImagePruneAnswer: ...
    @overload
    def op(self, operation: Literal["SystemAuth"], /, *args: Any, **arguments: Any) -> SystemAuthAnswer: ...
    @overload
    def op(self, operation: Literal["SystemInfo"], /, *args: Any, **arguments: Any) -> SystemInfo: ...
    @overload
    def op(self, operation: Literal["SystemVersion"], /, *args: Any, **arguments: Any) -> SystemVersion: ...
    @overload
    def op(self, operation: Literal["SystemPing", "SwarmInit"], /, *args: Any, **arguments: Any) -> str: ...
    @overload
    def op(self, operation: Literal["ImageCommit", "ContainerExec"], /, *args: Any, **arguments: Any) -> IdResponse: ...
    @overload
    def op(self, operation: Literal["SystemEvents"], /, *args: Any, until: None = ..., **arguments: Any) -> StreamOf[EventMessage, ListOf[EventMessage]]: ...
    @overload
    def op(self, operation: Literal["SystemEvents"], /, *args: Any, until: Time, **arguments: Any) -> ListOf[EventMessage]: ...
    @overload
    def op(self, operation: Literal["SystemEvents"], /, *args: Any, until: Time | None = ..., **arguments: Any) -> ListOf[EventMessage] | StreamOf[EventMessage, ListOf[EventMessage]]: ...
    @overload
    def op(self, operation: Literal["SystemDataUsage"], /, *args: Any, **arguments: Any) -> SystemDataUsageAnswer: ...
    @overload
    def op(self, operation: Literal["ExecStart"], /, *args: Any, **arguments: Any) -> Output: ...
    @overload
    def op(self, operation: Literal["ExecInspect"], /, *args: Any, **arguments: Any) -> ExecInspectAnswer: ...
    @overload
    def op(self, operation: Literal["VolumeList"], /, *args: Any, **arguments: Any) -> VolumeListResponse: ...
    @overload
    def op(self, operation: Literal["VolumeCreate", "VolumeInspect"], /, *args: Any, **arguments: Any) -> Volume: ...
    @overload
    def op(self, operation: Literal["VolumePrune"], /, *args: Any, **arguments: Any) -> VolumePruneAnswer: ...
    @overload
    def op(self, operation: Literal["NetworkList"], /, *args: Any, **arguments: Any) -> ListOf[Network]: ...
    @overload
    def op(self, operation: Literal["NetworkInspect"], /, *args: Any, **arguments: Any) -> Network: ...
    @overload
    def op(self, operation: Literal["NetworkCreate"], /, *args: Any, **arguments: Any) -> NetworkCreateAnswer: ...
    @overload
    def op(self, operation: Literal["NetworkPrune"], /, *args: Any, **arguments: Any) -> NetworkPruneAnswer: ...
    @overload
    def op(self, operation: Literal["PluginList"], /, *args: Any, **arguments: Any) -> ListOf[Plugin]: ...
    @overload
    def op(self, operation: Literal["GetPluginPrivileges"], /, *args: Any, **arguments: Any) -> ListOf[PluginPrivilege]: ...
    @overload
    def op(self, operation: Literal["PluginInspect"], /, *args: Any, **arguments: Any) -> Plugin: ...
    @overload
    def op(self, operation: Literal["NodeList"], /, *args: Any, **arguments: Any) -> ListOf[Node]: ...
    @overload
    def op(self, operation: Literal["NodeInspect"], /, *args: Any, **arguments: Any) -> Node: ...
    @overload
    def op(self, operation: Literal["SwarmInspect"], /, *args: Any, **arguments: Any) -> Swarm: ...
    @overload
    def op(self, operation: Literal["SwarmUnlockkey"], /, *args: Any, **arguments: Any) -> SwarmUnlockkeyAnswer: ...
    @overload
    def op(self, operation: Literal["ServiceList"], /, *args: Any, **arguments: Any) -> ListOf[Service]: ...
    @overload
    def op(self, operation: Literal["ServiceCreate"], /, *args: Any, **arguments: Any) -> ServiceCreateResponse: ...
    @overload
    def op(self, operation: Literal["ServiceInspect"], /, *args: Any, **arguments: Any) -> Service: ...
    @overload
    def op(self, operation: Literal["ServiceUpdate"], /, *args: Any, **arguments: Any) -> ServiceUpdateAnswer: ...
    @overload
    def op(self, operation: Literal["TaskList"], /, *args: Any, **arguments: Any) -> ListOf[Task]: ...
    @overload
    def op(self, operation: Literal["TaskInspect"], /, *args: Any, **arguments: Any) -> Task: ...
    @overload
    def op(self, operation: Literal["SecretList"], /, *args: Any, **arguments: Any) -> ListOf[Secret]: ...
    @overload
    def op(self, operation: Literal["SecretCreate"], /, *args: Any, **arguments: Any) -> SecretCreateAnswer: ...
    @overload
    def op(self, operation: Literal["SecretInspect"], /, *args: Any, **arguments: Any) -> Secret: ...
    @overload
    def op(self, operation: Literal["ConfigList"], /, *args: Any, **arguments: Any) -> ListOf[Config]: ...
    @overload
    def op(self, operation: Literal["ConfigCreate"], /, *args: Any, **arguments: Any) -> ConfigCreateAnswer: ...
    @overload
    def op(self, operation: Literal["ConfigInspect"], /, *args: Any, **arguments: Any) -> Config: ...
    @overload
    def op(self, operation: Literal["DistributionInspect"], /, *args: Any, **arguments: Any) -> DistributionInspect: ...
    @overload
    def op(self, operation: Literal["Session"], /, *args: Any, **arguments: Any) -> Duplex: ...
    @overload
    def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any: ...
    @overload
    def stream(self, operation: Literal["ContainerList", "ContainerCreate", "ContainerInspect", "ContainerTop", "ContainerChanges", "ContainerExport", "ContainerResize", "ContainerStart", "ContainerStop", "ContainerRestart", "ContainerKill", "ContainerUpdate", "ContainerRename", "ContainerPause", "ContainerUnpause", "ContainerWait", "ContainerDelete", "ContainerArchiveInfo", "ContainerArchive", "PutContainerArchive", "ContainerPrune", "ImageList", "BuildPrune", "ImageInspect", "ImageHistory", "ImageTag", "ImageDelete", "ImageSearch", "ImagePrune", "SystemAuth", "SystemInfo", "SystemVersion", "SystemPing", "SystemPingHead", "ImageCommit", "SystemDataUsage", "ImageGet", "ImageGetAll", "ContainerExec", "ExecResize", "ExecInspect", "VolumeList", "VolumeCreate", "VolumeInspect", "VolumeUpdate", "VolumeDelete", "VolumePrune", "NetworkList", "NetworkInspect", "NetworkDelete", "NetworkCreate", "NetworkConnect", "NetworkDisconnect", "NetworkPrune", "PluginList", "GetPluginPrivileges", "PluginInspect", "PluginDelete", "PluginEnable", "PluginDisable", "PluginCreate", "PluginSet", "NodeList", "NodeInspect", "NodeDelete", "NodeUpdate", "SwarmInspect", "SwarmInit", "SwarmJoin", "SwarmLeave", "SwarmUpdate", "SwarmUnlockkey", "SwarmUnlock", "ServiceList", "ServiceCreate", "ServiceInspect", "ServiceDelete", "ServiceUpdate", "TaskList", "TaskInspect", "SecretList", "SecretCreate", "SecretInspect", "SecretDelete", "SecretUpdate", "ConfigList", "ConfigCreate", "ConfigInspect", "ConfigDelete", "ConfigUpdate", "DistributionInspect"], /, *args: Any, **arguments: Any) -> StreamOf[bytes, bytes]: ...
    @overload
    def stream(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, **arguments: Any) -> StreamOf[Frame, Output]: ...
    @overload
    def stream(self, operation: Literal["ContainerStats"], /, *args: Any, **arguments: Any) -> StreamOf[Result, Result]: ...
    @overload
    def stream(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket", "ExecStart", "Session"], /, *args: Any, **arguments: Any) -> Duplex: ...
    @overload
    def stream(self, operation: Literal["ImageBuild", "ImageLoad"], /, *args: Any, **arguments: Any) -> StreamOf[BuildInfo, ListOf[BuildInfo]]: ...
    @overload
    def stream(self, operation: Literal["ImageCreate"], /, *args: Any, **arguments: Any) -> StreamOf[CreateImageInfo, ListOf[CreateImageInfo]]: ...
    @overload
    def stream(self, operation: Literal["ImagePush", "PluginPull", "PluginUpgrade", "PluginPush"], /, *args: Any, **arguments: Any) -> StreamOf[PushImageInfo, ListOf[PushImageInfo]]: ...
    @overload
    def stream(self, operation: Literal["SystemEvents"], /, *args: Any, **arguments: Any) -> StreamOf[EventMessage, ListOf[EventMessage]]: ...
    @overload
    def stream(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any: ...

class AsyncClient(_AsyncClient):
    container: AsyncContainerGroup
    image: AsyncImageGroup
    system: AsyncSystemGroup
    exec: AsyncExecGroup
    volume: AsyncVolumeGroup
    network: AsyncNetworkGroup
    plugin: AsyncPluginGroup
    node: AsyncNodeGroup
    swarm: AsyncSwarmGroup
    service: AsyncServiceGroup
    task: AsyncTaskGroup
    secret: AsyncSecretGroup
    config: AsyncConfigGroup
    distribution: AsyncDistributionGroup
    session: AsyncSessionGroup
    @overload
    async def op(self, operation: Literal["ContainerList"], /, *args: Any, **arguments: Any) -> ListOf[ContainerSummary]: ...
    @overload
    async def op(self, operation: Literal["ContainerCreate"], /, *args: Any, **arguments: Any) -> ContainerCreateResponse: ...
    @overload
    async def op(self, operation: Literal["ContainerInspect"], /, *args: Any, **arguments: Any) -> ContainerInspectAnswer: ...
    @overload
    async def op(self, operation: Literal["ContainerTop"], /, *args: Any, **arguments: Any) -> ContainerTopAnswer: ...
    @overload
    async def op(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, follow: Literal[True], **arguments: Any) -> AsyncStreamOf[Frame, Output]: ...
    @overload
    async def op(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, follow: Literal[False] | None = ..., **arguments: Any) -> Output: ...
    @overload
    async def op(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, follow: bool | None = ..., **arguments: Any) -> Output | AsyncStreamOf[Frame, Output]: ...
    @overload
    async def op(self, operation: Literal["ContainerChanges"], /, *args: Any, **arguments: Any) -> ListOf[FilesystemChange]: ...
    @overload
    async def op(self, operation: Literal["ContainerExport", "ContainerArchive", "ImageGet", "ImageGetAll"], /, *args: Any, **arguments: Any) -> AsyncArchive: ...
    @overload
    async def op(self, operation: Literal["ContainerStats"], /, *args: Any, stream: Literal[True] | None = ..., **arguments: Any) -> AsyncStreamOf[Result, Result]: ...
    @overload
    async def op(self, operation: Literal["ContainerStats"], /, *args: Any, stream: Literal[False], **arguments: Any) -> Result: ...
    @overload
    async def op(self, operation: Literal["ContainerStats"], /, *args: Any, stream: bool | None = ..., **arguments: Any) -> Result | AsyncStreamOf[Result, Result]: ...
    @overload
    async def op(self, operation: Literal["ContainerResize", "ContainerStart", "ContainerStop", "ContainerRestart", "ContainerKill", "ContainerRename", "ContainerPause", "ContainerUnpause", "ContainerDelete", "PutContainerArchive", "ImageTag", "SystemPingHead", "ExecResize", "VolumeUpdate", "VolumeDelete", "NetworkDelete", "NetworkConnect", "NetworkDisconnect", "PluginDelete", "PluginEnable", "PluginDisable", "PluginCreate", "PluginSet", "NodeDelete", "NodeUpdate", "SwarmJoin", "SwarmLeave", "SwarmUpdate", "SwarmUnlock", "ServiceDelete", "SecretDelete", "SecretUpdate", "ConfigDelete", "ConfigUpdate"], /, *args: Any, **arguments: Any) -> None: ...
    @overload
    async def op(self, operation: Literal["ContainerUpdate"], /, *args: Any, **arguments: Any) -> ContainerUpdateAnswer: ...
    @overload
    async def op(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket"], /, *args: Any, stream: Literal[True], **arguments: Any) -> AsyncDuplex: ...
    @overload
    async def op(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket"], /, *args: Any, stream: Literal[False] | None = ..., **arguments: Any) -> Output: ...
    @overload
    async def op(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket"], /, *args: Any, stream: bool | None = ..., **arguments: Any) -> Output | AsyncDuplex: ...
    @overload
    async def op(self, operation: Literal["ContainerWait"], /, *args: Any, **arguments: Any) -> ContainerWaitResponse: ...
    @overload
    async def op(self, operation: Literal["ContainerArchiveInfo"], /, *args: Any, **arguments: Any) -> ContainerArchiveInfoAnswer: ...
    @overload
    async def op(self, operation: Literal["ContainerPrune"], /, *args: Any, **arguments: Any) -> ContainerPruneAnswer: ...
    @overload
    async def op(self, operation: Literal["ImageList"], /, *args: Any, **arguments: Any) -> ListOf[ImageSummary]: ...
    @overload
    async def op(self, operation: Literal["ImageBuild", "ImageLoad"], /, *args: Any, **arguments: Any) -> ListOf[BuildInfo]: ...
    @overload
    async def op(self, operation: Literal["BuildPrune"], /, *args: Any, **arguments: Any) -> BuildPruneAnswer: ...
    @overload
    async def op(self, operation: Literal["ImageCreate"], /, *args: Any, **arguments: Any) -> ListOf[CreateImageInfo]: ...
    @overload
    async def op(self, operation: Literal["ImageInspect"], /, *args: Any, **arguments: Any) -> ImageInspect: ...
    @overload
    async def op(self, operation: Literal["ImageHistory"], /, *args: Any, **arguments: Any) -> ListOf[ImageHistoryResponseItem]: ...
    @overload
    async def op(self, operation: Literal["ImagePush", "PluginPull", "PluginUpgrade", "PluginPush"], /, *args: Any, **arguments: Any) -> ListOf[PushImageInfo]: ...
    @overload
    async def op(self, operation: Literal["ImageDelete"], /, *args: Any, **arguments: Any) -> ListOf[ImageDeleteResponseItem]: ...
    @overload
    async def op(self, operation: Literal["ImageSearch"], /, *args: Any, **arguments: Any) -> ListOf[ImageSearchAnswer]: ...
    @overload
    async def op(self, operation: Literal["ImagePrune"], /, *args: Any, **arguments: Any) -> ImagePruneAnswer: ...
    @overload
    async def op(self, operation: Literal["SystemAuth"], /, *args: Any, **arguments: Any) -> SystemAuthAnswer: ...
    @overload
    async def op(self, operation: Literal["SystemInfo"], /, *args: Any, **arguments: Any) -> SystemInfo: ...
    @overload
    async def op(self, operation: Literal["SystemVersion"], /, *args: Any, **arguments: Any) -> SystemVersion: ...
    @overload
    async def op(self, operation: Literal["SystemPing", "SwarmInit"], /, *args: Any, **arguments: Any) -> str: ...
    @overload
    async def op(self, operation: Literal["ImageCommit", "ContainerExec"], /, *args: Any, **arguments: Any) -> IdResponse: ...
    @overload
    async def op(self, operation: Literal["SystemEvents"], /, *args: Any, until: None = ..., **arguments: Any) -> AsyncStreamOf[EventMessage, ListOf[EventMessage]]: ...
    @overload
    async def op(self, operation: Literal["SystemEvents"], /, *args: Any, until: Time, **arguments: Any) -> ListOf[EventMessage]: ...
    @overload
    async def op(self, operation: Literal["SystemEvents"], /, *args: Any, until: Time | None = ..., **arguments: Any) -> ListOf[EventMessage] | AsyncStreamOf[EventMessage, ListOf[EventMessage]]: ...
    @overload
    async def op(self, operation: Literal["SystemDataUsage"], /, *args: Any, **arguments: Any) -> SystemDataUsageAnswer: ...
    @overload
    async def op(self, operation: Literal["ExecStart"], /, *args: Any, **arguments: Any) -> Output: ...
    @overload
    async def op(self, operation: Literal["ExecInspect"], /, *args: Any, **arguments: Any) -> ExecInspectAnswer: ...
    @overload
    async def op(self, operation: Literal["VolumeList"], /, *args: Any, **arguments: Any) -> VolumeListResponse: ...
    @overload
    async def op(self, operation: Literal["VolumeCreate", "VolumeInspect"], /, *args: Any, **arguments: Any) -> Volume: ...
    @overload
    async def op(self, operation: Literal["VolumePrune"], /, *args: Any, **arguments: Any) -> VolumePruneAnswer: ...
    @overload
    async def op(self, operation: Literal["NetworkList"], /, *args: Any, **arguments: Any) -> ListOf[Network]: ...
    @overload
    async def op(self, operation: Literal["NetworkInspect"], /, *args: Any, **arguments: Any) -> Network: ...
    @overload
    async def op(self, operation: Literal["NetworkCreate"], /, *args: Any, **arguments: Any) -> NetworkCreateAnswer: ...
    @overload
    async def op(self, operation: Literal["NetworkPrune"], /, *args: Any, **arguments: Any) -> NetworkPruneAnswer: ...
    @overload
    async def op(self, operation: Literal["PluginList"], /, *args: Any, **arguments: Any) -> ListOf[Plugin]: ...
    @overload
    async def op(self, operation: Literal["GetPluginPrivileges"], /, *args: Any, **arguments: Any) -> ListOf[PluginPrivilege]: ...
    @overload
    async def op(self, operation: Literal["PluginInspect"], /, *args: Any, **arguments: Any) -> Plugin: ...
    @overload
    async def op(self, operation: Literal["NodeList"], /, *args: Any, **arguments: Any) -> ListOf[Node]: ...
    @overload
    async def op(self, operation: Literal["NodeInspect"], /, *args: Any, **arguments: Any) -> Node: ...
    @overload
    async def op(self, operation: Literal["SwarmInspect"], /, *args: Any, **arguments: Any) -> Swarm: ...
    @overload
    async def op(self, operation: Literal["SwarmUnlockkey"], /, *args: Any, **arguments: Any) -> SwarmUnlockkeyAnswer: ...
    @overload
    async def op(self, operation: Literal["ServiceList"], /, *args: Any, **arguments: Any) -> ListOf[Service]: ...
    @overload
    async def op(self, operation: Literal["ServiceCreate"], /, *args: Any, **arguments: Any) -> ServiceCreateResponse: ...
    @overload
    async def op(self, operation: Literal["ServiceInspect"], /, *args: Any, **arguments: Any) -> Service: ...
    @overload
    async def op(self, operation: Literal["ServiceUpdate"], /, *args: Any, **arguments: Any) -> ServiceUpdateAnswer: ...
    @overload
    async def op(self, operation: Literal["TaskList"], /, *args: Any, **arguments: Any) -> ListOf[Task]: ...
    @overload
    async def op(self, operation: Literal["TaskInspect"], /, *args: Any, **arguments: Any) -> Task: ...
    @overload
    async def op(self, operation: Literal["SecretList"], /, *args: Any, **arguments: Any) -> ListOf[Secret]: ...
    @overload
    async def op(self, operation: Literal["SecretCreate"], /, *args: Any, **arguments: Any) -> SecretCreateAnswer: ...
    @overload
    async def op(self, operation: Literal["SecretInspect"], /, *args: Any, **arguments: Any) -> Secret: ...
    @overload
    async def op(self, operation: Literal["ConfigList"], /, *args: Any, **arguments: Any) -> ListOf[Config]: ...
    @overload
    async def op(self, operation: Literal["ConfigCreate"], /, *args: Any, **arguments: Any) -> ConfigCreateAnswer: ...
    @overload
    async def op(self, operation: Literal["ConfigInspect"], /, *args: Any, **arguments: Any) -> Config: ...
    @overload
    async def op(self, operation: Literal["DistributionInspect"], /, *args: Any, **arguments: Any) -> DistributionInspect: ...
    @overload
    async def op(self, operation: Literal["Session"], /, *args: Any, **arguments: Any) -> AsyncDuplex: ...
    @overload
    async def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any: ...
    @overload
    def stream(self, operation: Literal["ContainerList", "ContainerCreate", "ContainerInspect", "ContainerTop", "ContainerChanges", "ContainerExport", "ContainerResize", "ContainerStart", "ContainerStop", "ContainerRestart", "ContainerKill", "ContainerUpdate", "ContainerRename", "ContainerPause", "ContainerUnpause", "ContainerWait", "ContainerDelete", "ContainerArchiveInfo", "ContainerArchive", "PutContainerArchive", "ContainerPrune", "ImageList", "BuildPrune", "ImageInspect", "ImageHistory", "ImageTag", "ImageDelete", "ImageSearch", "ImagePrune", "SystemAuth", "SystemInfo", "SystemVersion", "SystemPing", "SystemPingHead", "ImageCommit", "SystemDataUsage", "ImageGet", "ImageGetAll", "ContainerExec", "ExecResize", "ExecInspect", "VolumeList", "VolumeCreate", "VolumeInspect", "VolumeUpdate", "VolumeDelete", "VolumePrune", "NetworkList", "NetworkInspect", "NetworkDelete", "NetworkCreate", "NetworkConnect", "NetworkDisconnect", "NetworkPrune", "PluginList", "GetPluginPrivileges", "PluginInspect", "PluginDelete", "PluginEnable", "PluginDisable", "PluginCreate", "PluginSet", "NodeList", "NodeInspect", "NodeDelete", "NodeUpdate", "SwarmInspect", "SwarmInit", "SwarmJoin", "SwarmLeave", "SwarmUpdate", "SwarmUnlockkey", "SwarmUnlock", "ServiceList", "ServiceCreate", "ServiceInspect", "ServiceDelete", "ServiceUpdate", "TaskList", "TaskInspect", "SecretList", "SecretCreate", "SecretInspect", "SecretDelete", "SecretUpdate", "ConfigList", "ConfigCreate", "ConfigInspect", "ConfigDelete", "ConfigUpdate", "DistributionInspect"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[bytes, bytes]]: ...
    @overload
    def stream(self, operation: Literal["ContainerLogs", "ServiceLogs", "TaskLogs"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[Frame, Output]]: ...
    @overload
    def stream(self, operation: Literal["ContainerStats"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[Result, Result]]: ...
    @overload
    def stream(self, operation: Literal["ContainerAttach", "ContainerAttachWebsocket", "ExecStart", "Session"], /, *args: Any, **arguments: Any) -> Opening[AsyncDuplex]: ...
    @overload
    def stream(self, operation: Literal["ImageBuild", "ImageLoad"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[BuildInfo, ListOf[BuildInfo]]]: ...
    @overload
    def stream(self, operation: Literal["ImageCreate"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[CreateImageInfo, ListOf[CreateImageInfo]]]: ...
    @overload
    def stream(self, operation: Literal["ImagePush", "PluginPull", "PluginUpgrade", "PluginPush"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[PushImageInfo, ListOf[PushImageInfo]]]: ...
    @overload
    def stream(self, operation: Literal["SystemEvents"], /, *args: Any, **arguments: Any) -> Opening[AsyncStreamOf[EventMessage, ListOf[EventMessage]]]: ...
    @overload
    def stream(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Opening[Any]: ...

_t_BuildCache: TypeAlias = BuildCache
_t_ClusterVolume: TypeAlias = ClusterVolume
_t_ContainerStatus: TypeAlias = ContainerStatus
_t_Driver: TypeAlias = Driver
_t_EndpointSpec: TypeAlias = EndpointSpec
_t_Health: TypeAlias = Health
_t_HostConfig: TypeAlias = HostConfig
_t_IPAM: TypeAlias = IPAM
_t_JoinTokens: TypeAlias = JoinTokens
_t_ManagerStatus: TypeAlias = ManagerStatus
_t_NetworkSettings: TypeAlias = NetworkSettings
_t_Platform: TypeAlias = Platform
_t_PortStatus: TypeAlias = PortStatus
_t_ProcessConfig: TypeAlias = ProcessConfig
_t_RestartPolicy: TypeAlias = RestartPolicy
_t_TLSInfo: TypeAlias = TLSInfo
