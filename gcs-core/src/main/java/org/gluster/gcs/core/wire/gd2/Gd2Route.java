/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The 89 routes of GlusterD2, in the order in which it registers them, which is the order of {@code GET /endpoints} and that
 * in which a path is matched: of two that match the first wins, so the snapshot routes shadow {@code GET} and {@code DELETE}
 * of {@code /snapshots/config}.
 */
public enum Gd2Route {
    /** {@code GET /version}. */
    GET_VERSION(
            "GetVersion",
            "GET",
            "/version",
            "",
            "api.VersionResp",
            Shape.nothing(),
            Shape.object(VersionInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes}. */
    VOLUME_CREATE(
            "VolumeCreate",
            "POST",
            "/volumes",
            "api.VolCreateReq",
            "api.VolumeCreateResp",
            Shape.object(VolCreateReq.class),
            Shape.object(VolumeInfo.class),
            201,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/expand}. */
    VOLUME_EXPAND(
            "VolumeExpand",
            "POST",
            "/volumes/{volname}/expand",
            "api.VolExpandReq",
            "api.VolumeExpandResp",
            Shape.object(VolExpandReq.class),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.ONCE),

    /** {@code GET /volumes/{volname}/options/{optname:.*}}. */
    VOLUME_OPTION_GET(
            "VolumeOptionGet",
            "GET",
            "/volumes/{volname}/options/{optname:.*}",
            "",
            "api.VolumeOptionGetResp",
            Shape.nothing(),
            Shape.object(VolumeOption.class),
            200,
            Repeat.READ),

    /** {@code GET /volumes/{volname}/options}. */
    VOLUME_OPTIONS_GET(
            "VolumeOptionsGet",
            "GET",
            "/volumes/{volname}/options",
            "",
            "api.VolumeOptionsGetResp",
            Shape.nothing(),
            Shape.list(VolumeOption.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes/{volname}/options}. */
    VOLUME_OPTIONS(
            "VolumeOptions",
            "POST",
            "/volumes/{volname}/options",
            "api.VolOptionReq",
            "api.VolumeOptionResp",
            Shape.object(VolOptionReq.class),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.IDEMPOTENT),

    /** {@code DELETE /volumes/{volname}/options}. */
    VOLUME_RESET(
            "VolumeReset",
            "DELETE",
            "/volumes/{volname}/options",
            "api.VolOptionResetReq",
            "api.VolumeOptionResp",
            Shape.object(VolOptionResetReq.class),
            Shape.object(StoredVolume.class),
            200,
            Repeat.ONCE),

    /** {@code GET /volumes/options-group}. */
    OPTION_GROUP_LIST(
            "OptionGroupList",
            "GET",
            "/volumes/options-group",
            "",
            "api.OptionGroupListResp",
            Shape.nothing(),
            Shape.list(OptionGroupInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes/options-group}. */
    OPTION_GROUP_CREATE(
            "OptionGroupCreate",
            "POST",
            "/volumes/options-group",
            "api.OptionGroupReq",
            "",
            Shape.object(OptionGroupReq.class),
            Shape.object(OptionGroupReq.class),
            200,
            Repeat.IDEMPOTENT),

    /** {@code DELETE /volumes/options-group/{groupname}}. */
    OPTION_GROUP_DELETE(
            "OptionGroupDelete",
            "DELETE",
            "/volumes/options-group/{groupname}",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            204,
            Repeat.ONCE),

    /** {@code DELETE /volumes/{volname}}. */
    VOLUME_DELETE(
            "VolumeDelete", "DELETE", "/volumes/{volname}", "", "", Shape.nothing(), Shape.nothing(), 204, Repeat.ONCE),

    /** {@code GET /volumes/{volname}}. */
    VOLUME_INFO(
            "VolumeInfo",
            "GET",
            "/volumes/{volname}",
            "",
            "api.VolumeGetResp",
            Shape.nothing(),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /volumes/{volname}/bricks}. */
    VOLUME_BRICKS_STATUS(
            "VolumeBricksStatus",
            "GET",
            "/volumes/{volname}/bricks",
            "",
            "api.BricksStatusResp",
            Shape.nothing(),
            Shape.list(BrickStatus.class),
            200,
            Repeat.READ),

    /** {@code GET /volumes/{volname}/status}. */
    VOLUME_STATUS(
            "VolumeStatus",
            "GET",
            "/volumes/{volname}/status",
            "",
            "api.VolumeStatusResp",
            Shape.nothing(),
            Shape.object(VolumeStatus.class),
            200,
            Repeat.READ),

    /** {@code GET /volumes}. */
    VOLUME_LIST(
            "VolumeList",
            "GET",
            "/volumes",
            "",
            "api.VolumeListResp",
            Shape.nothing(),
            Shape.list(VolumeInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes/{volname}/start}. */
    VOLUME_START(
            "VolumeStart",
            "POST",
            "/volumes/{volname}/start",
            "api.VolumeStartReq",
            "api.VolumeStartResp",
            Shape.object(VolumeStartReq.class).optional(),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/stop}. */
    VOLUME_STOP(
            "VolumeStop",
            "POST",
            "/volumes/{volname}/stop",
            "",
            "api.VolumeStopResp",
            Shape.nothing(),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/statedump}. */
    VOLUME_STATEDUMP(
            "Statedump",
            "POST",
            "/volumes/{volname}/statedump",
            "api.VolStatedumpReq",
            "",
            Shape.object(VolStatedumpReq.class),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/replacebrick}. */
    REPLACE_BRICK(
            "ReplaceBrick",
            "POST",
            "/volumes/{volname}/replacebrick",
            "api.ReplaceBrickReq",
            "api.ReplaceBrickResp",
            Shape.object(ReplaceBrickReq.class),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/edit}. */
    EDIT_VOLUME(
            "EditVolume",
            "POST",
            "/volumes/{volname}/edit",
            "api.VolEditReq",
            "api.VolumeEditResp",
            Shape.object(VolEditReq.class),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.IDEMPOTENT),

    /** {@code GET /volumes/{volname}/profile/{option}}. */
    PROFILE_VOLUME(
            "ProfileVolume",
            "GET",
            "/volumes/{volname}/profile/{option}",
            "",
            "api.BrickProfileInfo",
            Shape.nothing(),
            Shape.list(BrickProfileInfo.class),
            200,
            Repeat.IDEMPOTENT),

    /** {@code POST /snapshots}. */
    SNAPSHOT_CREATE(
            "SnapshotCreate",
            "POST",
            "/snapshots",
            "api.SnapCreateReq",
            "api.SnapCreateResp",
            Shape.object(SnapCreateReq.class),
            Shape.object(SnapInfo.class),
            201,
            Repeat.ONCE),

    /** {@code POST /snapshots/{snapname}/activate}. */
    SNAPSHOT_ACTIVATE(
            "SnapshotActivate",
            "POST",
            "/snapshots/{snapname}/activate",
            "api.SnapActivateReq",
            "api.SnapshotActivateResp",
            Shape.object(SnapActivateReq.class).optional(),
            Shape.object(SnapInfo.class),
            200,
            Repeat.ONCE),

    /** {@code POST /snapshots/{snapname}/deactivate}. */
    SNAPSHOT_DEACTIVATE(
            "SnapshotDeactivate",
            "POST",
            "/snapshots/{snapname}/deactivate",
            "",
            "api.SnapshotDeactivateResp",
            Shape.nothing(),
            Shape.object(SnapInfo.class),
            200,
            Repeat.ONCE),

    /** {@code POST /snapshots/{snapname}/clone}. */
    SNAPSHOT_CLONE(
            "SnapshotClone",
            "POST",
            "/snapshots/{snapname}/clone",
            "api.SnapCloneReq",
            "api.SnapshotCloneResp",
            Shape.object(SnapCloneReq.class),
            Shape.object(VolumeInfo.class),
            201,
            Repeat.ONCE),

    /** {@code POST /snapshots/{snapname}/restore}. */
    SNAPSHOT_RESTORE(
            "SnapshotRestore",
            "POST",
            "/snapshots/{snapname}/restore",
            "",
            "",
            Shape.nothing(),
            Shape.object(VolumeInfo.class),
            200,
            Repeat.ONCE),

    /** {@code GET /snapshots/{snapname}}. */
    SNAPSHOT_INFO(
            "SnapshotInfo",
            "GET",
            "/snapshots/{snapname}",
            "",
            "api.SnapGetResp",
            Shape.nothing(),
            Shape.object(SnapInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /snapshots}. */
    SNAPSHOT_LIST_ALL(
            "SnapshotListAll",
            "GET",
            "/snapshots",
            "",
            "api.SnapListResp",
            Shape.nothing(),
            Shape.list(SnapList.class),
            200,
            Repeat.READ),

    /** {@code GET /snapshots/{snapname}/status}. */
    SNAPSHOT_STATUS(
            "SnapshotStatus",
            "GET",
            "/snapshots/{snapname}/status",
            "",
            "api.SnapStatusResp",
            Shape.nothing(),
            Shape.object(SnapStatus.class),
            200,
            Repeat.READ),

    /** {@code DELETE /snapshots/{snapname}}. */
    SNAPSHOT_DELETE(
            "SnapshotDelete",
            "DELETE",
            "/snapshots/{snapname}",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            204,
            Repeat.ONCE),

    /** {@code GET /snapshots/config}. */
    SNAPSHOT_CONFIG_GET(
            "SnapshotConfigGet", "GET", "/snapshots/config", "", "", Shape.nothing(), Shape.any(), 200, Repeat.READ),

    /** {@code POST /snapshots/config}. */
    SNAPSHOT_CONFIG_SET(
            "SnapshotConfigSet",
            "POST",
            "/snapshots/config",
            "",
            "",
            Shape.any(),
            Shape.text(),
            501,
            Repeat.IDEMPOTENT),

    /** {@code DELETE /snapshots/config}. */
    SNAPSHOT_CONFIG_RESET(
            "SnapshotConfigReset",
            "DELETE",
            "/snapshots/config",
            "",
            "",
            Shape.nothing(),
            Shape.any(),
            204,
            Repeat.ONCE),

    /** {@code GET /peers/{peerid}}. */
    GET_PEER(
            "GetPeer",
            "GET",
            "/peers/{peerid}",
            "",
            "api.PeerGetResp",
            Shape.nothing(),
            Shape.object(PeerInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /peers}. */
    GET_PEERS(
            "GetPeers",
            "GET",
            "/peers",
            "",
            "api.PeerListResp",
            Shape.nothing(),
            Shape.list(PeerInfo.class),
            200,
            Repeat.READ),

    /** {@code DELETE /peers/{peerid}}. */
    DELETE_PEER("DeletePeer", "DELETE", "/peers/{peerid}", "", "", Shape.nothing(), Shape.nothing(), 204, Repeat.ONCE),

    /** {@code POST /peers}. */
    ADD_PEER(
            "AddPeer",
            "POST",
            "/peers",
            "api.PeerAddReq",
            "api.PeerAddResp",
            Shape.object(PeerAddReq.class),
            Shape.object(PeerInfo.class),
            201,
            Repeat.ONCE),

    /** {@code POST /peers/{peerid}}. */
    EDIT_PEER(
            "EditPeer",
            "POST",
            "/peers/{peerid}",
            "api.PeerEditReq",
            "api.PeerEditResp",
            Shape.object(PeerEditReq.class),
            Shape.object(PeerInfo.class),
            200,
            Repeat.IDEMPOTENT),

    /** {@code POST /cluster/options}. */
    SET_CLUSTER_OPTIONS(
            "SetClusterOptions",
            "POST",
            "/cluster/options",
            "",
            "",
            Shape.object(ClusterOptionReq.class),
            Shape.map(),
            200,
            Repeat.IDEMPOTENT),

    /** {@code GET /cluster/options}. */
    GET_CLUSTER_OPTIONS(
            "GetClusterOptions",
            "GET",
            "/cluster/options",
            "",
            "",
            Shape.nothing(),
            Shape.list(ClusterOption.class),
            200,
            Repeat.READ),

    /** {@code POST /geo-replication/{mastervolid}/{remotevolid}}. */
    GEO_REPLICATION_CREATE(
            "GeoReplicationCreate",
            "POST",
            "/geo-replication/{mastervolid}/{remotevolid}",
            "api.GeorepCreateReq",
            "api.GeorepSession",
            Shape.object(GeorepCreateReq.class),
            Shape.object(GeorepSession.class),
            200,
            Repeat.ONCE),

    /** {@code POST /geo-replication/{mastervolid}/{remotevolid}/start}. */
    GEO_REPLICATION_START(
            "GeoReplicationStart",
            "POST",
            "/geo-replication/{mastervolid}/{remotevolid}/start",
            "api.GeorepCommandsReq",
            "api.GeorepSession",
            Shape.object(GeorepCommandsReq.class),
            Shape.object(GeorepSession.class),
            200,
            Repeat.ONCE),

    /** {@code POST /geo-replication/{mastervolid}/{remotevolid}/stop}. */
    GEO_REPLICATION_STOP(
            "GeoReplicationStop",
            "POST",
            "/geo-replication/{mastervolid}/{remotevolid}/stop",
            "api.GeorepCommandsReq",
            "api.GeorepSession",
            Shape.object(GeorepCommandsReq.class),
            Shape.object(GeorepSession.class),
            200,
            Repeat.ONCE),

    /** {@code DELETE /geo-replication/{mastervolid}/{remotevolid}}. */
    GEO_REPLICATION_DELETE(
            "GeoReplicationDelete",
            "DELETE",
            "/geo-replication/{mastervolid}/{remotevolid}",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            204,
            Repeat.ONCE),

    /** {@code POST /geo-replication/{mastervolid}/{remotevolid}/pause}. */
    GEO_REPLICATION_PAUSE(
            "GeoReplicationPause",
            "POST",
            "/geo-replication/{mastervolid}/{remotevolid}/pause",
            "api.GeorepCommandsReq",
            "api.GeorepSession",
            Shape.object(GeorepCommandsReq.class),
            Shape.object(GeorepSession.class),
            200,
            Repeat.ONCE),

    /** {@code POST /geo-replication/{mastervolid}/{remotevolid}/resume}. */
    GEO_REPLICATION_RESUME(
            "GeoReplicationResume",
            "POST",
            "/geo-replication/{mastervolid}/{remotevolid}/resume",
            "api.GeorepCommandsReq",
            "api.GeorepSession",
            Shape.object(GeorepCommandsReq.class),
            Shape.object(GeorepSession.class),
            200,
            Repeat.ONCE),

    /** {@code GET /geo-replication/{mastervolid}/{remotevolid}}. */
    GEO_REPLICATION_STATUS(
            "GeoReplicationStatus",
            "GET",
            "/geo-replication/{mastervolid}/{remotevolid}",
            "",
            "api.GeorepSession",
            Shape.nothing(),
            Shape.object(GeorepSession.class),
            200,
            Repeat.READ),

    /** {@code GET /geo-replication/{mastervolid}/{remotevolid}/config}. */
    GEO_REPLICATION_CONFIG_GET(
            "GeoReplicationConfigGet",
            "GET",
            "/geo-replication/{mastervolid}/{remotevolid}/config",
            "",
            "api.GeorepOption",
            Shape.nothing(),
            Shape.list(GeorepOption.class),
            200,
            Repeat.READ),

    /** {@code POST /geo-replication/{mastervolid}/{remotevolid}/config}. */
    GEO_REPLICATION_CONFIG_SET(
            "GeoReplicationConfigSet",
            "POST",
            "/geo-replication/{mastervolid}/{remotevolid}/config",
            "api.GeorepOption",
            "api.GeorepOption",
            Shape.map(),
            Shape.map(),
            200,
            Repeat.IDEMPOTENT),

    /** {@code DELETE /geo-replication/{mastervolid}/{remotevolid}/config}. */
    GEO_REPLICATION_CONFIG_RESET(
            "GeoReplicationConfigReset",
            "DELETE",
            "/geo-replication/{mastervolid}/{remotevolid}/config",
            "",
            "",
            Shape.list(String.class),
            Shape.map(),
            200,
            Repeat.ONCE),

    /** {@code GET /geo-replication}. */
    GEO_REPLICATION_STATUS_LIST(
            "GeoReplicationStatusList",
            "GET",
            "/geo-replication",
            "",
            "api.GeorepSessionList",
            Shape.nothing(),
            Shape.list(GeorepSession.class),
            200,
            Repeat.READ),

    /** {@code POST /ssh-key/{volname}/generate}. */
    GEO_REPLICATION_SSH_KEY_GENERATE(
            "GeoReplicationSshKeyGenerate",
            "POST",
            "/ssh-key/{volname}/generate",
            "",
            "api.GeorepSSHPublicKey",
            Shape.nothing(),
            Shape.list(SshKey.class),
            200,
            Repeat.ONCE),

    /** {@code POST /ssh-key/{volname}/push}. */
    GEO_REPLICATION_SSH_KEY_PUSH(
            "GeoReplicationSshKeyPush",
            "POST",
            "/ssh-key/{volname}/push",
            "api.GeorepSSHPublicKey",
            "",
            Shape.list(SshKey.class),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code GET /ssh-key/{volname}}. */
    GEO_REPLICATION_SSH_KEY_GET(
            "GeoReplicationSshKeyGet",
            "GET",
            "/ssh-key/{volname}",
            "",
            "api.GeorepSSHPublicKey",
            Shape.nothing(),
            Shape.list(SshKey.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes/{volname}/bitrot/enable}. */
    BITROT_ENABLE(
            "BitrotEnable",
            "POST",
            "/volumes/{volname}/bitrot/enable",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/bitrot/disable}. */
    BITROT_DISABLE(
            "BitrotDisable",
            "POST",
            "/volumes/{volname}/bitrot/disable",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/bitrot/scrubondemand}. */
    BITROT_SCRUB_ONDEMAND(
            "BitrotScrubOndemand",
            "POST",
            "/volumes/{volname}/bitrot/scrubondemand",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code GET /volumes/{volname}/bitrot/scrubstatus}. */
    BITROT_SCRUB_STATUS(
            "BitrotScrubStatus",
            "GET",
            "/volumes/{volname}/bitrot/scrubstatus",
            "",
            "",
            Shape.nothing(),
            Shape.object(ScrubStatus.class),
            200,
            Repeat.READ),

    /** {@code GET /quota/{volname}/limit}. */
    QUOTA_LIST("QuotaList", "GET", "/quota/{volname}/limit", "", "", Shape.nothing(), Shape.text(), 200, Repeat.READ),

    /** {@code POST /quota/{volname}/limit}. */
    QUOTA_LIMIT(
            "QuotaLimit", "POST", "/quota/{volname}/limit", "", "", Shape.any(), Shape.text(), 200, Repeat.IDEMPOTENT),

    /** {@code DELETE /quota/{volname}/limit}. */
    QUOTA_REMOVE(
            "QuotaRemove",
            "DELETE",
            "/quota/{volname}/limit",
            "",
            "",
            Shape.any(),
            Shape.text(),
            200,
            Repeat.IDEMPOTENT),

    /** {@code POST /events/webhook}. */
    EVENTS_WEBHOOK_ADD(
            "EventsWebhookAdd",
            "POST",
            "/events/webhook",
            "api.Webhook",
            "",
            Shape.object(Webhook.class),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code POST /events/webhook/test}. */
    EVENTS_WEBHOOK_TEST(
            "EventsWebhookTest",
            "POST",
            "/events/webhook/test",
            "api.Webhook",
            "",
            Shape.object(Webhook.class),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code DELETE /events/webhook}. */
    EVENTS_WEBHOOK_DELETE(
            "EventsWebhookDelete",
            "DELETE",
            "/events/webhook",
            "api.WebhookDel",
            "",
            Shape.object(WebhookDel.class),
            Shape.nothing(),
            204,
            Repeat.ONCE),

    /** {@code GET /events/webhook}. */
    EVENTS_WEBHOOK_LIST(
            "EventsWebhookList",
            "GET",
            "/events/webhook",
            "",
            "api.WebhookList",
            Shape.nothing(),
            Shape.list(String.class),
            200,
            Repeat.READ),

    /** {@code GET /events}. */
    EVENTS_LIST(
            "EventsList",
            "GET",
            "/events",
            "",
            "api.Event",
            Shape.nothing(),
            Shape.list(EventInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /volumes/{volname}/{opts}/heal-info}. */
    SELF_HEAL_INFO(
            "SelfHealInfo",
            "GET",
            "/volumes/{volname}/{opts}/heal-info",
            "",
            "api.BrickHealInfo",
            Shape.nothing(),
            Shape.list(BrickHealInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /volumes/{volname}/heal-info}. */
    SELF_HEAL_INFO2(
            "SelfHealInfo2",
            "GET",
            "/volumes/{volname}/heal-info",
            "",
            "api.BrickHealInfo",
            Shape.nothing(),
            Shape.list(BrickHealInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes/{volname}/heal}. */
    SELF_HEAL(
            "SelfHeal",
            "POST",
            "/volumes/{volname}/heal",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            200,
            Repeat.IDEMPOTENT),

    /** {@code POST /volumes/{volname}/split-brain/{operation}}. */
    SPLIT_BRAIN_OPERATIONS(
            "Split-Brain-Operations",
            "POST",
            "/volumes/{volname}/split-brain/{operation}",
            "api.SplitBrainReq",
            "",
            Shape.object(SplitBrainReq.class),
            Shape.nothing(),
            200,
            Repeat.ONCE),

    /** {@code POST /devices/{peerid}}. */
    DEVICE_ADD(
            "DeviceAdd",
            "POST",
            "/devices/{peerid}",
            "api.AddDeviceReq",
            "api.AddDeviceResp",
            Shape.object(AddDeviceReq.class),
            Shape.object(DeviceInfo.class),
            201,
            Repeat.ONCE),

    /** {@code GET /devices/{peerid}/{device:.*}}. */
    DEVICE_INFO(
            "DeviceInfo",
            "GET",
            "/devices/{peerid}/{device:.*}",
            "",
            "api.ListDeviceResp",
            Shape.nothing(),
            Shape.list(DeviceInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /devices/{peerid}}. */
    DEVICES_IN_PEER(
            "DevicesInPeer",
            "GET",
            "/devices/{peerid}",
            "",
            "api.ListDeviceResp",
            Shape.nothing(),
            Shape.list(DeviceInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /devices/{peerid}/{device:.*}}. */
    DEVICE_EDIT(
            "DeviceEdit",
            "POST",
            "/devices/{peerid}/{device:.*}",
            "api.EditDeviceReq",
            "",
            Shape.object(EditDeviceReq.class),
            Shape.nothing(),
            200,
            Repeat.IDEMPOTENT),

    /** {@code GET /devices}. */
    DEVICES_LIST(
            "DevicesList",
            "GET",
            "/devices",
            "",
            "api.ListDeviceResp",
            Shape.nothing(),
            Shape.list(DeviceInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /volumes/{volname}/rebalance/start}. */
    REBALANCE_START(
            "RebalanceStart",
            "POST",
            "/volumes/{volname}/rebalance/start",
            "api.StartReq",
            "",
            Shape.object(RebalanceStartReq.class).optional(),
            Shape.text(),
            200,
            Repeat.ONCE),

    /** {@code POST /volumes/{volname}/rebalance/stop}. */
    REBALANCE_STOP(
            "RebalanceStop",
            "POST",
            "/volumes/{volname}/rebalance/stop",
            "",
            "",
            Shape.nothing(),
            Shape.object(RebalanceInfo.class),
            200,
            Repeat.ONCE),

    /** {@code GET /volumes/{volname}/rebalance}. */
    REBALANCE_STATUS(
            "RebalanceStatus",
            "GET",
            "/volumes/{volname}/rebalance",
            "",
            "",
            Shape.nothing(),
            Shape.object(RebalanceStatus.class),
            200,
            Repeat.READ),

    /** {@code POST /blockvolumes/{provider}}. */
    BLOCK_CREATE(
            "BlockCreate",
            "POST",
            "/blockvolumes/{provider}",
            "api.BlockVolumeCreateRequest",
            "api.BlockVolumeCreateResp",
            Shape.object(BlockCreateReq.class),
            Shape.object(BlockCreated.class),
            201,
            Repeat.ONCE),

    /** {@code DELETE /blockvolumes/{provider}/{name}}. */
    BLOCK_DELETE(
            "BlockDelete",
            "DELETE",
            "/blockvolumes/{provider}/{name}",
            "",
            "",
            Shape.nothing(),
            Shape.nothing(),
            204,
            Repeat.ONCE),

    /** {@code GET /blockvolumes/{provider}}. */
    BLOCK_LIST(
            "BlockList",
            "GET",
            "/blockvolumes/{provider}",
            "",
            "",
            Shape.nothing(),
            Shape.list(BlockInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /blockvolumes/{provider}/{name}}. */
    BLOCK_GET(
            "BlockGet",
            "GET",
            "/blockvolumes/{provider}/{name}",
            "",
            "",
            Shape.nothing(),
            Shape.object(BlockDetails.class),
            200,
            Repeat.READ),

    /** {@code POST /tracemgmt}. */
    TRACE_ENABLE(
            "TraceEnable",
            "POST",
            "/tracemgmt",
            "api.SetupTracingReq",
            "api.JaegerConfigInfo",
            Shape.object(SetupTracingReq.class),
            Shape.object(TracingInfo.class),
            201,
            Repeat.ONCE),

    /** {@code GET /tracemgmt}. */
    TRACE_STATUS(
            "TraceStatus",
            "GET",
            "/tracemgmt",
            "",
            "api.JaegerConfigInfo",
            Shape.nothing(),
            Shape.object(TracingInfo.class),
            200,
            Repeat.READ),

    /** {@code POST /tracemgmt/update}. */
    TRACE_UPDATE(
            "TraceUpdate",
            "POST",
            "/tracemgmt/update",
            "api.SetupTracingReq",
            "api.JaegerConfigInfo",
            Shape.object(SetupTracingReq.class),
            Shape.object(TracingInfo.class),
            200,
            Repeat.IDEMPOTENT),

    /** {@code DELETE /tracemgmt}. */
    TRACE_DISABLE("TraceDisable", "DELETE", "/tracemgmt", "", "", Shape.nothing(), Shape.nothing(), 204, Repeat.ONCE),

    /** {@code GET /statedump}. */
    STATEDUMP("Statedump", "GET", "/statedump", "", "", Shape.nothing(), Shape.any(), 200, Repeat.READ),

    /** {@code GET /endpoints}. */
    LIST_ENDPOINTS(
            "List Endpoints",
            "GET",
            "/endpoints",
            "",
            "api.ListEndpointsResp",
            Shape.nothing(),
            Shape.list(EndpointInfo.class),
            200,
            Repeat.READ),

    /** {@code GET /ping}. */
    PING("Glusterd2 service status", "GET", "/ping", "", "", Shape.nothing(), Shape.nothing(), 200, Repeat.READ);

    /** What may become of a request that was sent but whose answer was lost. */
    public enum Repeat {
        /** Changes nothing. */
        READ,
        /** The same request again leaves the same state and gets the same answer. */
        IDEMPOTENT,
        /** Must not be sent again unseen: it would do more, or be refused for what the first one did. */
        ONCE
    }

    /** The form of a body. */
    public enum Form {
        /** No body; what is sent as one is ignored. */
        NOTHING,
        /** An object with the members of {@link Shape#type()}. */
        OBJECT,
        /** A list of {@link Shape#type()}. */
        LIST,
        /** An object that maps texts to texts. */
        MAP,
        /** A text. */
        TEXT,
        /** Any JSON. */
        ANY
    }

    /**
     * A body.
     *
     * @param form its form
     * @param type what {@link Form#OBJECT} and {@link Form#LIST} are made of; else {@code Void}
     * @param mayBeEmpty whether no body at all means the same as an empty object
     */
    public record Shape(Form form, Class<?> type, boolean mayBeEmpty) {
        static Shape nothing() {
            return new Shape(Form.NOTHING, Void.class, true);
        }

        static Shape object(Class<? extends Record> type) {
            return new Shape(Form.OBJECT, type, false);
        }

        static Shape list(Class<?> type) {
            return new Shape(Form.LIST, type, false);
        }

        static Shape map() {
            return new Shape(Form.MAP, Void.class, false);
        }

        static Shape text() {
            return new Shape(Form.TEXT, Void.class, false);
        }

        static Shape any() {
            return new Shape(Form.ANY, Void.class, true);
        }

        Shape optional() {
            return new Shape(form, type, true);
        }
    }

    /**
     * A route and what a path says in the place of its variables.
     *
     * @param route the route
     * @param variables by name; with the last one being of the form <code>{name:.*}</code> it may be empty and have slashes
     */
    public record Match(Gd2Route route, SortedMap<String, String> variables) {
        /** Copies. */
        public Match {
            variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        }
    }

    private static final List<Gd2Route> ROUTES = List.of(values());
    private static final String REST = ":.*}";

    private final String wireName;
    private final String method;
    private final String template;
    private final String requestType;
    private final String responseType;

    @SuppressWarnings("ImmutableEnumChecker") // A class does not change.
    private final Shape request;

    @SuppressWarnings("ImmutableEnumChecker") // A class does not change.
    private final Shape response;

    private final int status;
    private final boolean versioned;
    private final Repeat repeat;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable.
    private final List<String> segments;

    Gd2Route(
            String wireName,
            String method,
            String template,
            String requestType,
            String responseType,
            Shape request,
            Shape response,
            int status,
            Repeat repeat) {
        this.wireName = wireName;
        this.method = method;
        this.template = template;
        this.requestType = requestType;
        this.responseType = responseType;
        this.request = request;
        this.response = response;
        this.status = status;
        this.repeat = repeat;
        this.versioned = switch (template) {
            case "/version", "/statedump", "/endpoints", "/ping" -> false;
            default -> true;
        };
        this.segments = List.of(path().substring(1).split("/"));
    }

    /** The name in {@code GET /endpoints}; two routes are named {@code Statedump}. */
    public String wireName() {
        return wireName;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path as in {@code GET /endpoints}: with its variables, and without the prefix. */
    public String template() {
        return template;
    }

    /** Whether the path has the prefix {@code /v1}. */
    public boolean versioned() {
        return versioned;
    }

    /** The path as it is asked for, with its variables. */
    public String path() {
        return (versioned() ? "/v1" : "") + template;
    }

    /** What {@code GET /endpoints} says of it. */
    public EndpointInfo endpoint() {
        return new EndpointInfo(wireName, "", method, template, requestType, responseType);
    }

    /** The body of its requests. */
    public Shape request() {
        return request;
    }

    /** The body of its answers that are a success. */
    public Shape response() {
        return response;
    }

    /** The status of success; of {@link #SNAPSHOT_CONFIG_SET}, which GlusterD2 does not have, 501. */
    public int status() {
        return status;
    }

    /** What may become of a request whose answer was lost, when the request itself does not say more. */
    public Repeat repeat() {
        return repeat;
    }

    /** What {@code GET /endpoints} answers. */
    public static List<EndpointInfo> endpoints() {
        return Arrays.stream(values()).map(Gd2Route::endpoint).toList();
    }

    /**
     * Finds the route of a request.
     *
     * @param path the path without the query, percent-decoded, as GlusterD2 matches it
     */
    public static Optional<Match> match(String method, String path) {
        for (Gd2Route route : ROUTES) {
            if (route.method.equals(method) && route.fits(path, null)) {
                SortedMap<String, String> variables = new TreeMap<>();
                route.fits(path, variables);
                return Optional.of(new Match(route, variables));
            }
        }
        return Optional.empty();
    }

    /** Whether there is a route of that path with any method: if not, the answer is 404, else 405. */
    public static boolean isPath(String path) {
        return ROUTES.stream().anyMatch(route -> route.fits(path, null));
    }

    private boolean fits(String path, @Nullable Map<String, String> variables) {
        int at = 0;
        for (String segment : segments) {
            if (at >= path.length() || path.charAt(at) != '/') {
                return false;
            }
            at++;
            boolean rest = segment.endsWith(REST);
            int next = rest ? -1 : path.indexOf('/', at);
            int end = next < 0 ? path.length() : next;
            if (!segment.startsWith("{")) {
                if (segment.length() != end - at || !path.startsWith(segment, at)) {
                    return false;
                }
            } else if (end == at && !rest) {
                return false;
            } else if (variables != null) {
                variables.put(variable(segment), path.substring(at, end));
            }
            at = end;
        }
        return at == path.length();
    }

    private static String variable(String segment) {
        return segment.substring(1, segment.length() - (segment.endsWith(REST) ? REST : "}").length());
    }

    /** The names of the variables of the path, in their order. */
    public List<String> variables() {
        return segments.stream()
                .filter(segment -> segment.startsWith("{"))
                .map(Gd2Route::variable)
                .toList();
    }
}
