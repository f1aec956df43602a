#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The floor: the shortest script that leaves the durable state of a started replica-3 volume on this machine, and takes it away
# again. A brick costs one cp, one fallocate, a sync of file and directory, one losetup, one mount, one setfattr and one gf_attach to a
# process that runs already. The three bricks of a volume are made in parallel. Nothing is looked at, nothing is waited for.
#
#   floor.sh DIRECTORY SIZE      then, on standard input, one request a line, each answered with the microseconds it took:
#   create NAME UUID             makes and starts a volume
#   delete NAME                  stops and deletes it
#
# DIRECTORY has brick.vol, a brick's volfile with @NAME@, @UUID@, @BRICK@ and @PORT@ in it. At the end of input all is taken away.
set -eu
root=$1
size=$2

fail() {
  echo "floor.sh: $*" >&2
  exit 1
}

volfile() { # node name uuid mount
  local text
  text=$(<"$root/brick.vol")
  text=${text//@NAME@/$2}
  text=${text//@UUID@/$3}
  text=${text//@BRICK@/$4/brick}
  text=${text//@PORT@/$((48950 + $1))}
  printf '%s\n' "$text" >"$root/$1/run/$2.vol"
}

make_brick() { # node name uuid
  local node=$root/$1 image=$root/$1/device/$2.img mount=$root/$1/bricks/$2 device lock
  cp --sparse=always "$root/$1/template.img" "$image"
  fallocate -l "$size" "$image"
  sync "$image" "$node/device"
  # two losetup -f at once take each other's device and try again
  exec {lock}>"$root/losetup.lock"
  flock "$lock"
  device=$(losetup --find --show --direct-io=on "$image")
  exec {lock}>&-
  mkdir -p "$mount"
  mount -t xfs -o rw,inode64,noatime,nouuid "$device" "$mount"
  mkdir -p "$mount/brick/.glusterfs/indices"
  setfattr -n trusted.glusterfs.volume-id -v "0x${3//-/}" "$mount/brick"
  volfile "$1" "$2" "$3" "$mount"
}

attach() { # node name
  gf_attach "$root/$1/run/mux.sock" "$root/$1/run/$2.vol" >>"$root/$1/run/attach.log" 2>&1
}

new_brick() { # node name uuid
  make_brick "$1" "$2" "$3"
  attach "$1" "$2"
}

gone_brick() { # node name
  local mount=$root/$1/bricks/$2 device
  gf_attach -d "$root/$1/run/mux.sock" "$mount/brick" >>"$root/$1/run/attach.log" 2>&1 || true
  unmake_brick "$1" "$2"
}

unmake_brick() { # node name
  local mount=$root/$1/bricks/$2 device tries=0
  device=$(findmnt -n -o SOURCE "$mount") || device=
  # the process lets go of a brick some time after it has answered
  until [ -z "$device" ] || umount "$mount" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 2000 ] || fail "$mount stays busy"
  done
  [ -z "$device" ] || losetup --detach "$device"
  rm -f "$root/$1/device/$2.img" "$root/$1/run/$2.vol"
  rmdir "$mount"
}

on_all_nodes() { # what arguments...
  local what=$1 node pids=() pid
  shift
  for node in 1 2 3; do
    "$what" "$node" "$@" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || fail "$what $* failed"
  done
}

finish() {
  local node name
  for node in 1 2 3; do
    [ ! -s "$root/$node/run/mux.pid" ] || kill -KILL "$(<"$root/$node/run/mux.pid")" 2>/dev/null || true
  done
  for node in 1 2 3; do
    for name in "$root/$node/bricks"/*; do
      [ ! -d "$name" ] || unmake_brick "$node" "${name##*/}"
    done
  done
}

for node in 1 2 3; do
  mkdir -p "$root/$node/device" "$root/$node/bricks" "$root/$node/run"
  truncate -s "$size" "$root/$node/template.img"
  mkfs.xfs -q -i size=512 "$root/$node/template.img"
done
trap finish EXIT
first=00000000-0000-4000-8000-000000000001
for node in 1 2 3; do
  make_brick "$node" first "$first"
  glusterfsd -f "$root/$node/run/first.vol" --volfile-id first -p "$root/$node/run/mux.pid" -S "$root/$node/run/mux.sock" \
    --brick-name "$root/$node/bricks/first/brick" -l "$root/$node/run/mux.log" --process-name brick \
    --brick-port $((48950 + node)) --xlator-option "first-server.listen-port=$((48950 + node))" >&2
done
echo ready
while read -r verb name uuid; do
  from=${EPOCHREALTIME/[.,]/}
  case $verb in
    create) on_all_nodes new_brick "$name" "$uuid" ;;
    delete) on_all_nodes gone_brick "$name" ;;
    *) fail "unknown request $verb" ;;
  esac
  echo "$((${EPOCHREALTIME/[.,]/} - from))"
done
