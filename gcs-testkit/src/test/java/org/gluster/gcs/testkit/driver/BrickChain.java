/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.gluster.gcs.block.device.DeviceDirectory;
import org.gluster.gcs.block.device.DeviceDirectoryDriver;
import org.gluster.gcs.block.image.ImageFile;
import org.gluster.gcs.block.image.ImageFileDriver;
import org.gluster.gcs.block.image.Template;
import org.gluster.gcs.block.image.TemplateDriver;
import org.gluster.gcs.block.loop.LoopDevice;
import org.gluster.gcs.block.loop.LoopDeviceDriver;
import org.gluster.gcs.block.mount.MountPoint;
import org.gluster.gcs.block.mount.MountPointDriver;
import org.gluster.gcs.gluster.brick.BrickRoot;
import org.gluster.gcs.gluster.brick.BrickRootDriver;

/** All that one brick needs on a machine, up to the directory that it exports. */
record BrickChain(Path device, Path mounts, long size, ImageFile.Policy policy) {
    static final UUID VOLUME = UUID.fromString("6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01");
    static final String OWNER = "{\"cluster\":\"c1\",\"volume\":\"v1\",\"brick\":\"b1\"}";

    Path image() {
        return DeviceDirectory.bricksOf(device).resolve("b1.img");
    }

    Path mount() {
        return mounts.resolve("v1").resolve("b1");
    }

    Path root() {
        return mount().resolve("brick");
    }

    void present(Runner runner) {
        runner.converge(new DeviceDirectoryDriver(), deviceDirectory(true));
        runner.converge(new TemplateDriver(), template(true));
        runner.converge(new ImageFileDriver(), imageFile(true));
        runner.converge(new LoopDeviceDriver(), new LoopDevice(image(), true));
        runner.converge(new MountPointDriver(), mountPoint(true));
        runner.converge(new BrickRootDriver(), brickRoot(true));
    }

    void absent(Runner runner) {
        runner.converge(new BrickRootDriver(), brickRoot(false));
        runner.converge(new MountPointDriver(), mountPoint(false));
        runner.converge(new LoopDeviceDriver(), new LoopDevice(image(), false));
        if (runner.exists(DeviceDirectory.bricksOf(device))) { // bricks are planned on adopted devices only
            runner.converge(new ImageFileDriver(), imageFile(false));
        }
        runner.converge(new DeviceDirectoryDriver(), deviceDirectory(false));
    }

    DeviceDirectory deviceDirectory(boolean present) {
        return new DeviceDirectory(device, "c1", "n1", "d1", false, present);
    }

    Template template(boolean present) {
        return new Template(DeviceDirectory.templatesOf(device).resolve(Template.fileName(size, false)), size, present);
    }

    ImageFile imageFile(boolean present) {
        return new ImageFile(image(), size, size, policy, template(true).path(), OWNER, false, present);
    }

    MountPoint mountPoint(boolean present) {
        return new MountPoint(List.of(mounts.resolve("v1")), image(), mount(), MountPoint.OPTIONS, present);
    }

    BrickRoot brickRoot(boolean present) {
        return new BrickRoot(root(), VOLUME, OWNER, false, present);
    }
}
