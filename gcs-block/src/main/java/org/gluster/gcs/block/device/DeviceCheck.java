/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.block.device.DeviceHealth.Condition;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostException;

/**
 * Looks whether an adopted device still is what it was: three cheap readings, and now and then a small durable write,
 * which alone finds a disk that takes no more writes. Pure: from what was promised and what was seen to a judgement.
 */
public final class DeviceCheck {
    /** What a file system keeps for itself beside the bricks: templates, and its own growth. */
    public static final long KEPT_FREE = 64L << 20;

    private static final int MARK_LIMIT = 4096;
    private static final int HYSTERESIS = 100;

    private DeviceCheck() {}

    /**
     * What was promised of a device.
     *
     * @param directory it
     * @param size bytes that bricks may really occupy
     * @param reserved bytes that bricks have reserved, those being deleted included
     * @param total bytes of its file system when it was adopted; 0 when that is not known
     * @param watermark share of its file system at whose use no new brick goes there, for one whose bricks take space as
     *     it is written; 0 for one whose bricks take all at once
     */
    public record Promise(DeviceDirectory directory, long size, long reserved, long total, double watermark) {
        boolean thin() {
            return watermark > 0;
        }

        private Path path() {
            return directory.path();
        }
    }

    /**
     * What was seen.
     *
     * @param directory the path itself
     * @param fileSystem what holds it
     * @param mark text of the mark
     */
    public record Seen(Optional<FileStatus> directory, Optional<FileSystemStatus> fileSystem, Optional<String> mark) {}

    /** What must be read. */
    public static Observation<Seen> observe(DeviceDirectory device) {
        return Observation.of(new HostCall.StatFile(device.path()))
                .with(
                        Observation.of(new HostCall.FileSystemOf(device.path())),
                        (directory, fileSystem) -> new Seen(directory, fileSystem, Optional.empty()))
                .with(
                        Observation.of(new HostCall.ReadFile(device.mark(), MARK_LIMIT)),
                        (seen, mark) -> new Seen(seen.directory(), seen.fileSystem(), mark));
    }

    /** A small durable write. It lies among the templates, so it cannot land where no adopted file system is mounted. */
    public static HostCall.WriteFile probe(DeviceDirectory device) {
        return new HostCall.WriteFile(device.templates().resolve(".probe"), "can be written\n", "rw-------");
    }

    /**
     * What it comes to.
     *
     * @param before the judgement before this one, if there was one; what is near a limit stays on its side of it
     */
    public static DeviceHealth judge(Promise promise, Seen seen, Optional<DeviceHealth> before) {
        String device = "device " + promise.path();
        if (seen.directory().isEmpty()
                || seen.directory().get().type() != FileType.DIRECTORY
                || seen.fileSystem().isEmpty()) {
            return bad(Condition.MISSING, device + " is not there: bring its directory or its disk back");
        }
        FileSystemStatus fileSystem = seen.fileSystem().get();
        if (seen.mark().isEmpty()) {
            return bad(
                    Condition.MISSING,
                    device + " has no mark " + DeviceDirectory.MARK + ", so what is there now (" + fileSystem.type()
                            + ", mounted at " + fileSystem.mountPoint()
                            + ") is not its file system: mount that one. Nothing is written there");
        }
        DeviceMark mark = DeviceMark.parse(seen.mark().get());
        if (!mark.isOf(promise.directory())) {
            return bad(
                    Condition.MISSING,
                    "what is at " + promise.path() + " now belongs to " + mark + ": mount the file system of " + device
                            + " there");
        }
        if (fileSystem.totalBytes() <= 0) {
            return bad(Condition.FAILING, device + " does not tell its size: check the disk for errors");
        }
        return room(promise, fileSystem, before.map(DeviceHealth::condition));
    }

    private static DeviceHealth room(Promise promise, FileSystemStatus fileSystem, Optional<Condition> before) {
        String device = "device " + promise.path();
        long total = fileSystem.totalBytes();
        long available = fileSystem.availableBytes();
        long used = Math.max(0, total - available);
        long lost = lost(promise, available);
        if (fileSystem.readOnly()) {
            return new DeviceHealth(
                    Condition.READ_ONLY,
                    device + " is on a read-only file system, mounted at " + fileSystem.mountPoint()
                            + ": check the disk for errors, then mount it read-write",
                    total,
                    used,
                    lost);
        }
        if (shrunk(promise, total, lost)) {
            return new DeviceHealth(
                    Condition.SHRUNK,
                    device + " had a file system of " + size(promise.total() > 0 ? promise.total() : promise.size())
                            + ", and has one of " + size(total) + " now, too small for the " + size(promise.size())
                            + " that bricks may take: grow it again, or set a limit that it can hold",
                    total,
                    used,
                    lost);
        }
        if (available < (before.equals(Optional.of(Condition.FULL)) ? KEPT_FREE + KEPT_FREE / 4 : KEPT_FREE)
                && (promise.thin() || lost > 0)) {
            return new DeviceHealth(
                    Condition.FULL,
                    device + " is full: " + size(available) + " are left"
                            + (promise.thin()
                                    ? ", and its bricks, which take space as it is written, will meet a full disk: free"
                                            + " some at once"
                                    : ", for files that are not bricks took what no brick had reserved: delete or move"
                                            + " them. What bricks have reserved is theirs already, and safe"),
                    total,
                    used,
                    lost);
        }
        if (promise.thin() && above(promise.watermark(), total, used, before)) {
            return new DeviceHealth(
                    Condition.ABOVE_WATERMARK,
                    device + " is used to more than its watermark of " + percent(promise.watermark())
                            + ": free some space, or add devices",
                    total,
                    used,
                    lost);
        }
        return new DeviceHealth(
                Condition.GOOD,
                lost == 0
                        ? ""
                        : "files that are not bricks take about " + size(lost) + " of what bricks may have of " + device
                                + ": delete or move them. What bricks have reserved is theirs already, and safe",
                total,
                used,
                lost);
    }

    /** What of the unreserved part is not really there, in steps of a hundredth so that it is not told at every byte. */
    private static long lost(Promise promise, long available) {
        if (promise.thin()) {
            return 0; // its bricks take from what is available, so the watermark is the measure
        }
        long missing = Math.max(0, promise.size() - promise.reserved() - available);
        long step = Math.max(1L << 20, promise.size() / 100);
        return Math.min(promise.size(), (missing + step - 1) / step * step);
    }

    private static boolean shrunk(Promise promise, long total, long lost) {
        return promise.total() > 0
                ? total < promise.total() - promise.total() / 64 && (lost > 0 || total < promise.size())
                : total < promise.size();
    }

    private static boolean above(double watermark, long total, long used, Optional<Condition> before) {
        long limit = (long) (watermark * total);
        return before.equals(Optional.of(Condition.ABOVE_WATERMARK))
                ? used >= limit - total / HYSTERESIS
                : used >= limit;
    }

    /** What a failed reading or probe means; empty when it says nothing about the device. */
    public static Optional<DeviceHealth> failed(DeviceDirectory device, HostException failure) {
        String what = "device " + device.path();
        String said = failure.getMessage();
        return switch (failure.kind()) {
            case NO_SPACE -> Optional.of(bad(Condition.FULL, what + " is full (" + said + "): delete or move files"));
            case READ_ONLY ->
                Optional.of(bad(
                        Condition.READ_ONLY,
                        what + " takes no writes (" + said + "): check the disk, then mount it read-write"));
            case MISSING ->
                Optional.of(bad(Condition.MISSING, what + " lost its directories (" + said + "): mount its disk"));
            case IO_ERROR, FAILED, NOT_PERMITTED, BUSY, UNSUPPORTED ->
                Optional.of(bad(Condition.FAILING, what + " returns errors (" + said + "): check the disk"));
            case UNKNOWN_OUTCOME, PROGRAM_MISSING, TOO_LARGE -> Optional.empty();
        };
    }

    /** That it has not answered for so long. */
    public static DeviceHealth silent(DeviceDirectory device, long seconds) {
        return bad(
                Condition.FAILING,
                "device " + device.path() + " has not answered for " + seconds + " s: check the disk and its cabling");
    }

    private static DeviceHealth bad(Condition condition, String reason) {
        return new DeviceHealth(condition, reason, 0, 0, 0);
    }

    private static String size(long bytes) {
        return Capacity.ofBytes(bytes).format();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
