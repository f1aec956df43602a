/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.testkit.gd2.Gd2Volume.Brick;
import org.gluster.gcs.testkit.gd2.Gd2Volume.Subvol;

/** Places the bricks of a volume as GlusterD2's planner does, with what it gets wrong. Called under the stand-in's lock. */
final class Gd2Layout {
    private static final long MOST_ARBITER = 100L << 20;

    private final Gd2CreateRequest request;
    private final Map<String, Gd2Peer> peers;
    private final Gd2Ids ids;

    Gd2Layout(Gd2CreateRequest request, Map<String, Gd2Peer> peers, Gd2Ids ids) {
        this.request = request;
        this.peers = peers;
        this.ids = ids;
    }

    /** Step 10: any failure is a 500. Nothing is taken yet, so that two creates can be given the same space. */
    List<Subvol> smart(Collection<Gd2Device> all) {
        List<Gd2Device> devices = all.stream()
                .filter(this::candidate)
                .sorted(Comparator.comparing(Gd2Device::free, Long::compareUnsigned)
                        .reversed())
                .toList();
        if (devices.isEmpty()) {
            throw Gd2Refusal.of(500, "no devices registered or available for allocating bricks");
        }
        if (request.maxBrickSize() != 0 && request.maxBrickSize() < Gd2CreateRequest.SMALLEST) {
            throw Gd2Refusal.of(500, "invalid max-brick-size, Minimum size required is " + Gd2CreateRequest.SMALLEST);
        }
        boolean dispersed = request.disperse() != 0 || request.disperseData() != 0 || request.disperseRedundancy() != 0;
        int count = 0;
        int redundancy = 0;
        if (dispersed) {
            if (request.disperseData() != 0 && request.disperseRedundancy() == 0) {
                throw Gd2Refusal.of(500, "disperse redundancy count is required");
            }
            count = request.disperseData() != 0
                    ? request.disperseData() + request.disperseRedundancy()
                    : request.disperse();
            redundancy = request.disperseRedundancy() != 0 ? request.disperseRedundancy() : redundancyOf(count);
            if (redundancy <= 0 || 2 * redundancy >= count) {
                throw Gd2Refusal.of(500, "invalid redundancy count");
            }
        } else if (request.replica() > 3) {
            throw Gd2Refusal.of(500, "invalid Replica Count");
        } else if (request.replica() > 1 && request.arbiter() > 1) {
            throw Gd2Refusal.of(500, "invalid Arbiter Count");
        }
        boolean replicated = !dispersed && request.replica() > 1;
        int data = dispersed ? count - redundancy : 1;
        int distribute = Math.max(1, request.distribute());
        if (request.maxBrickSize() != 0 && request.maxBrickSize() < request.size()) {
            long most = request.maxBrickSize() * data;
            distribute = (int) ((request.size() + most - 1) / most);
        }
        long brickSize = request.size() / distribute / data;
        int each = dispersed ? count : replicated ? request.replica() + request.arbiter() : 1;
        List<List<Gd2Device>> placed = place(devices, distribute, each, total(brickSize));
        if (!dispersed && request.arbiter() != 0 && request.replica() != 2) {
            throw arbiterRules();
        }
        String type = dispersed ? "disperse" : replicated ? "replicate" : "distribute";
        int stored = request.replica() == 0 ? 1 : request.replica();
        List<Subvol> subvols = new ArrayList<>();
        for (int s = 0; s < distribute; s++) {
            List<Brick> bricks = new ArrayList<>();
            for (int b = 0; b < each; b++) {
                Gd2Device device = placed.get(s).get(b);
                boolean arbiter = replicated && b >= request.replica();
                String path = "/var/run/glusterd2/bricks/" + request.name() + "/subvol" + (s + 1) + "/brick" + (b + 1)
                        + "/brick";
                long bytes = arbiter ? Math.min(MOST_ARBITER, brickSize) : brickSize;
                bricks.add(brick(path, device.peer, arbiter, device.name, total(bytes)));
            }
            subvols.add(new Subvol(
                    ids.next(),
                    request.name() + "-" + type + "-" + s,
                    type,
                    List.copyOf(bricks),
                    dispersed ? 1 : stored,
                    replicated ? request.arbiter() : 0,
                    count,
                    dispersed ? redundancyOf(count) : 0));
        }
        return List.copyOf(subvols);
    }

    private boolean candidate(Gd2Device device) {
        Gd2Peer peer = peers.get(device.peer);
        String wanted = request.provisioner().isEmpty() ? "lvm" : request.provisioner();
        return peer != null
                && device.enabled
                && device.provisioner.equals(wanted)
                && (request.limitPeers().isEmpty() || request.limitPeers().contains(peer.id))
                && !request.excludePeers().contains(peer.id)
                && (request.limitZones().isEmpty() || request.limitZones().contains(peer.zone()))
                && !request.excludeZones().contains(peer.zone());
    }

    /** Every brick of a subvolume in a zone of its own, and unless the request says otherwise every brick of the volume. */
    private List<List<Gd2Device>> place(List<Gd2Device> devices, int distribute, int each, long bytes) {
        List<List<Gd2Device>> placed = new ArrayList<>();
        SortedSet<String> zones = new TreeSet<>();
        for (int s = 0; s < distribute; s++) {
            if (request.zonesOverlap()) {
                zones.clear();
            }
            List<Gd2Device> subvol = new ArrayList<>();
            for (Gd2Device device : devices) {
                if (subvol.size() < each
                        && Long.compareUnsigned(device.free(), bytes) >= 0
                        && zones.add(zone(device))) {
                    subvol.add(device);
                }
            }
            if (subvol.size() < each) {
                throw Gd2Refusal.of(500, "no space available or all the devices are not registered");
            }
            placed.add(subvol);
        }
        return placed;
    }

    private String zone(Gd2Device device) {
        Gd2Peer peer = peers.get(device.peer);
        return peer == null ? device.peer : peer.zone();
    }

    /** A thin pool and half a percent of metadata. */
    private long total(long brick) {
        long pool = (long) (brick * request.reserveFactor());
        return pool + pool / 200;
    }

    private static int redundancyOf(int count) {
        int rest = count - Integer.highestOneBit(Math.max(1, count));
        return rest == 0 ? 1 : rest;
    }

    private static Gd2Refusal arbiterRules() {
        return Gd2Refusal.of(
                500,
                "for arbiter configuration, replica count must be 2 and arbiter count must be 1. "
                        + "The 3rd brick of the replica will be the arbiter");
    }

    private Brick brick(String path, String peerId, boolean arbiter, String device, long bytes) {
        Gd2Peer peer = peers.get(peerId);
        if (peer == null) {
            throw Gd2Refusal.of(500, "probably some of the nodes are down");
        }
        return new Brick(ids.next(), path, peer.id, peer.address, arbiter, device, bytes);
    }

    /** The bricks that the request gives, refused as the first step of the transaction does. */
    List<Subvol> manual() {
        List<Subvol> subvols = new ArrayList<>();
        for (Gd2CreateRequest.SubvolRequest each : request.subvols()) {
            boolean replicated = each.type().equals("replicate");
            boolean dispersed = each.type().equals("disperse");
            List<Brick> bricks = new ArrayList<>();
            for (Gd2CreateRequest.BrickRequest given : each.bricks()) {
                if (!List.of("", "brick", "arbiter").contains(given.type())) {
                    throw Gd2Refusal.of(500, given.type() + " brick type is not supported");
                }
                bricks.add(brick(
                        Gd2CreateRequest.cleaned(given.path()),
                        given.peer(),
                        given.type().equals("arbiter"),
                        "",
                        0));
            }
            int redundancy = 0;
            if (replicated) {
                checkReplica(each, bricks);
            } else if (dispersed) {
                redundancy = checkDisperse(each);
            }
            int number = subvols.size();
            subvols.add(new Subvol(
                    ids.next(),
                    request.name() + "-" + each.type() + "-" + number,
                    each.type(),
                    List.copyOf(bricks),
                    replicated ? each.replica() : 1,
                    replicated ? each.arbiter() : 0,
                    dispersed ? disperseCount(each) : 0,
                    redundancy));
        }
        return List.copyOf(subvols);
    }

    private static void checkReplica(Gd2CreateRequest.SubvolRequest subvol, List<Brick> bricks) {
        if (subvol.replica() == 0) {
            throw Gd2Refusal.of(500, "replica count not specified");
        }
        if (subvol.arbiter() != 0 && (subvol.replica() != 2 || subvol.arbiter() != 1)) {
            throw arbiterRules();
        }
        if (subvol.replica() > 0 && bricks.size() % (subvol.replica() + subvol.arbiter()) != 0) {
            throw Gd2Refusal.of(
                    500,
                    "invalid number of bricks specified. Number of bricks must be a multiple of replica (+arbiter) count");
        }
        if (bricks.stream().filter(Brick::arbiter).count() != subvol.arbiter()) {
            throw Gd2Refusal.of(500, "arbiter count doesn't match with number of arbiter bricks specified");
        }
    }

    private static int disperseCount(Gd2CreateRequest.SubvolRequest subvol) {
        return subvol.disperse() != 0
                ? subvol.disperse()
                : subvol.data() == 0 && subvol.redundancy() == 0 ? 0 : subvol.data() + subvol.redundancy();
    }

    private static int checkDisperse(Gd2CreateRequest.SubvolRequest subvol) {
        int count = disperseCount(subvol);
        if (count == 0) {
            return 0;
        }
        if (count != subvol.bricks().size()) {
            throw Gd2Refusal.of(500, "disperse count and the number of bricks must be same for a pure disperse volume");
        }
        int redundancy = subvol.redundancy() != 0 ? subvol.redundancy() : redundancyOf(count);
        if (2 * redundancy >= count) {
            throw Gd2Refusal.of(500, "invalid redundancy value");
        }
        return redundancy;
    }
}
