/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.core.wire.gd2.AddDeviceReq;
import org.gluster.gcs.core.wire.gd2.BlockCreateReq;
import org.gluster.gcs.core.wire.gd2.BlockCreated;
import org.gluster.gcs.core.wire.gd2.BlockDetails;
import org.gluster.gcs.core.wire.gd2.BlockInfo;
import org.gluster.gcs.core.wire.gd2.BrickHealInfo;
import org.gluster.gcs.core.wire.gd2.BrickProfileInfo;
import org.gluster.gcs.core.wire.gd2.BrickStatus;
import org.gluster.gcs.core.wire.gd2.ClusterOption;
import org.gluster.gcs.core.wire.gd2.ClusterOptionReq;
import org.gluster.gcs.core.wire.gd2.DeviceInfo;
import org.gluster.gcs.core.wire.gd2.EditDeviceReq;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.core.wire.gd2.EventInfo;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.core.wire.gd2.GeorepCommandsReq;
import org.gluster.gcs.core.wire.gd2.GeorepCreateReq;
import org.gluster.gcs.core.wire.gd2.GeorepOption;
import org.gluster.gcs.core.wire.gd2.GeorepSession;
import org.gluster.gcs.core.wire.gd2.OptionGroupInfo;
import org.gluster.gcs.core.wire.gd2.OptionGroupReq;
import org.gluster.gcs.core.wire.gd2.PeerAddReq;
import org.gluster.gcs.core.wire.gd2.PeerEditReq;
import org.gluster.gcs.core.wire.gd2.PeerInfo;
import org.gluster.gcs.core.wire.gd2.RebalanceInfo;
import org.gluster.gcs.core.wire.gd2.RebalanceStartReq;
import org.gluster.gcs.core.wire.gd2.RebalanceStatus;
import org.gluster.gcs.core.wire.gd2.ReplaceBrickReq;
import org.gluster.gcs.core.wire.gd2.ScrubNode;
import org.gluster.gcs.core.wire.gd2.ScrubStatus;
import org.gluster.gcs.core.wire.gd2.SetupTracingReq;
import org.gluster.gcs.core.wire.gd2.SnapActivateReq;
import org.gluster.gcs.core.wire.gd2.SnapCloneReq;
import org.gluster.gcs.core.wire.gd2.SnapCreateReq;
import org.gluster.gcs.core.wire.gd2.SnapInfo;
import org.gluster.gcs.core.wire.gd2.SnapList;
import org.gluster.gcs.core.wire.gd2.SnapStatus;
import org.gluster.gcs.core.wire.gd2.SplitBrainReq;
import org.gluster.gcs.core.wire.gd2.SshKey;
import org.gluster.gcs.core.wire.gd2.TracingInfo;
import org.gluster.gcs.core.wire.gd2.VersionInfo;
import org.gluster.gcs.core.wire.gd2.VolCreateReq;
import org.gluster.gcs.core.wire.gd2.VolEditReq;
import org.gluster.gcs.core.wire.gd2.VolExpandReq;
import org.gluster.gcs.core.wire.gd2.VolOptionReq;
import org.gluster.gcs.core.wire.gd2.VolOptionResetReq;
import org.gluster.gcs.core.wire.gd2.VolStatedumpReq;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.core.wire.gd2.VolumeOption;
import org.gluster.gcs.core.wire.gd2.VolumeStartReq;
import org.gluster.gcs.core.wire.gd2.VolumeStatus;
import org.gluster.gcs.core.wire.gd2.Webhook;
import org.gluster.gcs.core.wire.gd2.WebhookDel;
import org.jspecify.annotations.Nullable;

/**
 * GlusterD2's REST interface, one method for each of its 89 routes, named as they are in {@link Gd2Route}. Requests and answers
 * are what goes over the wire, but for lists whose order changes from call to call, which are sorted. Every method blocks until
 * its transport has an answer or gave up. A method that changes something says whether its request <i>may be sent again</i> by
 * the transport when an answer is lost; if it is <i>sent once</i>, a lost answer is an {@link org.gluster.gcs.OutcomeUnknownException},
 * to be settled by reading. No argument may be null unless it says so.
 *
 * <p>An error of the server is a {@link GcsException} by what it means and not by its status, which GlusterD2 chooses freely:
 * {@link GcsException#detail()} has the status, the id of the request in the daemon's log and, as problems, what each node
 * said.
 *
 * <p>Immutable and safe for use by several threads. It does not close its transport.
 */
public final class Gd2Client {
    private final Transport transport;
    private final @Nullable Duration limit;

    /** Makes a client over a transport, which stays its owner's to close. */
    public Gd2Client(Transport transport) {
        this(Objects.requireNonNull(transport, "transport"), null);
    }

    private Gd2Client(Transport transport, @Nullable Duration limit) {
        this.transport = transport;
        this.limit = limit;
    }

    /** The same client, with that limit for each call in the place of the transport's own. */
    public Gd2Client within(Duration limit) {
        return new Gd2Client(transport, Objects.requireNonNull(limit, "limit"));
    }

    private Gd2Call at(Gd2Route route, String... names) {
        return new Gd2Call(transport, limit, route, names);
    }

    // The daemon

    /** The version. */
    public VersionInfo getVersion() {
        return at(Gd2Route.GET_VERSION).object(VersionInfo.class);
    }

    /** All routes of the daemon. */
    public List<EndpointInfo> listEndpoints() {
        return at(Gd2Route.LIST_ENDPOINTS).list(EndpointInfo.class);
    }

    /** Succeeds when the daemon serves HTTP; needs no credentials and says nothing of its store. */
    public void ping() {
        at(Gd2Route.PING).nothing();
    }

    /** What the daemon counts, of no fixed form. With an external store GlusterD2 fails at this. */
    public JsonNode statedump() {
        return at(Gd2Route.STATEDUMP).tree();
    }

    // Volumes

    /** The volumes. */
    public List<VolumeInfo> volumeList() {
        return volumeList(null, null);
    }

    /** The volumes with that metadata; a null key or value stands for any. */
    public List<VolumeInfo> volumeList(@Nullable String key, @Nullable String value) {
        return at(Gd2Route.VOLUME_LIST).query("key", key).query("value", value).distinct(VolumeInfo.class);
    }

    /** One volume. */
    public VolumeInfo volumeInfo(String volume) {
        return at(Gd2Route.VOLUME_INFO, volume).object(VolumeInfo.class);
    }

    /**
     * Creates a volume. A volume whose creation got no answer must not be used, even when it appears later: GlusterD2
     * may delete it again. Sent once.
     */
    public VolumeInfo volumeCreate(VolCreateReq request) {
        return at(Gd2Route.VOLUME_CREATE).body(request).object(VolumeInfo.class);
    }

    /** Grows a volume. Sent once. */
    public VolumeInfo volumeExpand(String volume, VolExpandReq request) {
        return at(Gd2Route.VOLUME_EXPAND, volume).body(request).object(VolumeInfo.class);
    }

    /** Deletes a volume that is stopped and has no snapshots. Sent once. */
    public void volumeDelete(String volume) {
        at(Gd2Route.VOLUME_DELETE, volume).nothing();
    }

    /** Starts a volume. Sent once; with {@code force-start-bricks}, which a started one accepts, it may be sent again. */
    public VolumeInfo volumeStart(String volume, VolumeStartReq request) {
        return at(Gd2Route.VOLUME_START, volume)
                .body(request)
                .repeatableIf(request.forceStartBricks())
                .object(VolumeInfo.class);
    }

    /** Stops a volume. Sent once. */
    public VolumeInfo volumeStop(String volume) {
        return at(Gd2Route.VOLUME_STOP, volume).object(VolumeInfo.class);
    }

    /** What a started volume does. GlusterD2 mounts it for every call. */
    public VolumeStatus volumeStatus(String volume) {
        return at(Gd2Route.VOLUME_STATUS, volume).object(VolumeStatus.class);
    }

    /** What the bricks of a volume do, by host and path; those of nodes that do not answer are missing. */
    public List<BrickStatus> volumeBricksStatus(String volume) {
        return at(Gd2Route.VOLUME_BRICKS_STATUS, volume)
                .sorted(
                        BrickStatus.class,
                        Comparator.comparing((BrickStatus brick) -> brick.info().host())
                                .thenComparing(brick -> brick.info().path()));
    }

    /** Sets or deletes metadata of a volume. May be sent again. */
    public VolumeInfo editVolume(String volume, VolEditReq request) {
        return at(Gd2Route.EDIT_VOLUME, volume).body(request).object(VolumeInfo.class);
    }

    /** Moves a brick; the answer of GlusterD2 is the volume as it was before. Sent once. */
    public VolumeInfo replaceBrick(String volume, ReplaceBrickReq request) {
        return at(Gd2Route.REPLACE_BRICK, volume).body(request).object(VolumeInfo.class);
    }

    /** Has the state of a volume's processes dumped into files on their nodes. Sent once. */
    public void volumeStatedump(String volume, VolStatedumpReq request) {
        at(Gd2Route.VOLUME_STATEDUMP, volume).body(request).nothing();
    }

    /** What bricks did, by name. May be sent again. */
    public List<BrickProfileInfo> profileVolume(String volume, String option) {
        return at(Gd2Route.PROFILE_VOLUME, volume, option)
                .sorted(BrickProfileInfo.class, Comparator.comparing(BrickProfileInfo::brickName));
    }

    // Options and groups of them

    /** One option of a volume. */
    public VolumeOption volumeOptionGet(String volume, String option) {
        return at(Gd2Route.VOLUME_OPTION_GET, volume, option).object(VolumeOption.class);
    }

    /** Every option there is, as it is on a volume, by name. */
    public List<VolumeOption> volumeOptionsGet(String volume) {
        return at(Gd2Route.VOLUME_OPTIONS_GET, volume)
                .sorted(VolumeOption.class, Comparator.comparing(VolumeOption::name));
    }

    /** Sets options of a volume. May be sent again. */
    public VolumeInfo volumeOptions(String volume, VolOptionReq request) {
        return at(Gd2Route.VOLUME_OPTIONS, volume).body(request).object(VolumeInfo.class);
    }

    /**
     * Resets options of a volume. GlusterD2 answers with how it stores the volume, secrets of its bricks among it;
     * that is not handed on. Sent once.
     */
    public void volumeReset(String volume, VolOptionResetReq request) {
        at(Gd2Route.VOLUME_RESET, volume).body(request).nothing();
    }

    /** The groups of options, by name. */
    public List<OptionGroupInfo> optionGroupList() {
        return at(Gd2Route.OPTION_GROUP_LIST)
                .sorted(OptionGroupInfo.class, Comparator.comparing(OptionGroupInfo::name));
    }

    /** Creates a group of options, or takes the place of one of the same name. May be sent again. */
    public OptionGroupReq optionGroupCreate(OptionGroupReq request) {
        return at(Gd2Route.OPTION_GROUP_CREATE).body(request).object(OptionGroupReq.class);
    }

    /** Deletes a group of options. Sent once. */
    public void optionGroupDelete(String group) {
        at(Gd2Route.OPTION_GROUP_DELETE, group).nothing();
    }

    // Snapshots

    /** The snapshots, by volume and name. */
    public List<SnapList> snapshotListAll() {
        return snapshotListAll(null);
    }

    /** The snapshots, by volume and name, of that volume or, when it is null, of all. */
    public List<SnapList> snapshotListAll(@Nullable String volume) {
        return at(Gd2Route.SNAPSHOT_LIST_ALL).query("volume", volume).read(Gd2Client::snapshots);
    }

    /** One snapshot. */
    public SnapInfo snapshotInfo(String snapshot) {
        return at(Gd2Route.SNAPSHOT_INFO, snapshot).object(SnapInfo.class);
    }

    /** What an active snapshot does. It takes the lock of the snapshot. */
    public SnapStatus snapshotStatus(String snapshot) {
        return at(Gd2Route.SNAPSHOT_STATUS, snapshot).object(SnapStatus.class);
    }

    /** Makes a snapshot of a started volume. Sent once. */
    public SnapInfo snapshotCreate(SnapCreateReq request) {
        return at(Gd2Route.SNAPSHOT_CREATE).body(request).object(SnapInfo.class);
    }

    /** Activates a snapshot. Sent once; with {@code force}, which an active one accepts, it may be sent again. */
    public SnapInfo snapshotActivate(String snapshot, SnapActivateReq request) {
        return at(Gd2Route.SNAPSHOT_ACTIVATE, snapshot)
                .body(request)
                .repeatableIf(request.force())
                .object(SnapInfo.class);
    }

    /** Deactivates a snapshot. Sent once. */
    public SnapInfo snapshotDeactivate(String snapshot) {
        return at(Gd2Route.SNAPSHOT_DEACTIVATE, snapshot).object(SnapInfo.class);
    }

    /** Makes a volume of an active snapshot. Sent once. */
    public VolumeInfo snapshotClone(String snapshot, SnapCloneReq request) {
        return at(Gd2Route.SNAPSHOT_CLONE, snapshot).body(request).object(VolumeInfo.class);
    }

    /** Takes a stopped volume back to a snapshot, which is used up by that. Sent once. */
    public VolumeInfo snapshotRestore(String snapshot) {
        return at(Gd2Route.SNAPSHOT_RESTORE, snapshot).object(VolumeInfo.class);
    }

    /** Deletes a snapshot. Sent once. */
    public void snapshotDelete(String snapshot) {
        at(Gd2Route.SNAPSHOT_DELETE, snapshot).nothing();
    }

    /** The settings of snapshots; GlusterD2 takes it for the snapshot named {@code config}. */
    public JsonNode snapshotConfigGet() {
        return at(Gd2Route.SNAPSHOT_CONFIG_GET).tree();
    }

    /** Changes settings of snapshots, which GlusterD2 does not do. May be sent again. */
    public String snapshotConfigSet(JsonNode settings) {
        return at(Gd2Route.SNAPSHOT_CONFIG_SET).body(settings).text();
    }

    /**
     * Resets settings of snapshots; GlusterD2 takes it for the deletion of the snapshot named {@code config}. Sent
     * once.
     */
    public void snapshotConfigReset() {
        at(Gd2Route.SNAPSHOT_CONFIG_RESET).nothing();
    }

    // Peers and options of the cluster

    /** The nodes. */
    public List<PeerInfo> getPeers() {
        return getPeers(null, null);
    }

    /** The nodes with that metadata; a null key or value stands for any. */
    public List<PeerInfo> getPeers(@Nullable String key, @Nullable String value) {
        return at(Gd2Route.GET_PEERS).query("key", key).query("value", value).distinct(PeerInfo.class);
    }

    /** One node. */
    public PeerInfo getPeer(String peerId) {
        return at(Gd2Route.GET_PEER, peerId).object(PeerInfo.class);
    }

    /** Takes a node into the cluster. Sent once. */
    public PeerInfo addPeer(PeerAddReq request) {
        return at(Gd2Route.ADD_PEER).body(request).object(PeerInfo.class);
    }

    /** Changes a node; the answer of GlusterD2 says that it is offline. May be sent again. */
    public PeerInfo editPeer(String peerId, PeerEditReq request) {
        return at(Gd2Route.EDIT_PEER, peerId).body(request).object(PeerInfo.class);
    }

    /** Removes a node that has no bricks. Sent once. */
    public void deletePeer(String peerId) {
        at(Gd2Route.DELETE_PEER, peerId).nothing();
    }

    /** The options of the cluster, by key. */
    public List<ClusterOption> getClusterOptions() {
        return at(Gd2Route.GET_CLUSTER_OPTIONS).sorted(ClusterOption.class, Comparator.comparing(ClusterOption::key));
    }

    /** Sets options of the cluster, and returns all that are set. May be sent again. */
    public Map<String, String> setClusterOptions(ClusterOptionReq request) {
        return at(Gd2Route.SET_CLUSTER_OPTIONS).body(request).map();
    }

    // Devices

    /** The devices of all nodes. */
    public List<DeviceInfo> devicesList() {
        return at(Gd2Route.DEVICES_LIST).list(DeviceInfo.class);
    }

    /** The devices of a node; none when it is unknown. */
    public List<DeviceInfo> devicesInPeer(String peerId) {
        return at(Gd2Route.DEVICES_IN_PEER, peerId).list(DeviceInfo.class);
    }

    /** One device. */
    public DeviceInfo deviceInfo(String peerId, String device) {
        return at(Gd2Route.DEVICE_INFO, peerId, device).read(Gd2Client::one);
    }

    /** Takes a device in. Sent once. */
    public DeviceInfo deviceAdd(String peerId, AddDeviceReq request) {
        return at(Gd2Route.DEVICE_ADD, peerId).body(request).object(DeviceInfo.class);
    }

    /** Changes the state of a device. May be sent again. */
    public void deviceEdit(String peerId, String device, EditDeviceReq request) {
        at(Gd2Route.DEVICE_EDIT, peerId, device).body(request).nothing();
    }

    // Block volumes

    /** The block volumes of a provider; GlusterD2 leaves out their sizes. */
    public List<BlockInfo> blockList(String provider) {
        return at(Gd2Route.BLOCK_LIST, provider).list(BlockInfo.class);
    }

    /** One block volume. */
    public BlockDetails blockGet(String provider, String name) {
        return at(Gd2Route.BLOCK_GET, provider, name).object(BlockDetails.class);
    }

    /** Creates a block volume.\ GlusterD2 empties one that has the same name already. Sent once. */
    public BlockCreated blockCreate(String provider, BlockCreateReq request) {
        return at(Gd2Route.BLOCK_CREATE, provider).body(request).object(BlockCreated.class);
    }

    /** Deletes a block volume. Sent once. */
    public void blockDelete(String provider, String name) {
        at(Gd2Route.BLOCK_DELETE, provider, name).nothing();
    }

    // Healing and split brain

    /** What waits to be healed, by brick. It takes the lock of the volume. */
    public List<BrickHealInfo> selfHealInfo2(String volume) {
        return at(Gd2Route.SELF_HEAL_INFO2, volume)
                .sorted(BrickHealInfo.class, Comparator.comparing(BrickHealInfo::name));
    }

    /**
     * What waits to be healed, by brick: {@code info-summary} or {@code split-brain-info}. It takes the lock of the
     * volume.
     */
    public List<BrickHealInfo> selfHealInfo(String volume, String what) {
        return at(Gd2Route.SELF_HEAL_INFO, volume, what)
                .sorted(BrickHealInfo.class, Comparator.comparing(BrickHealInfo::name));
    }

    /** Starts healing: {@code index}, {@code full}, or null for the server's choice. May be sent again. */
    public void selfHeal(String volume, @Nullable String type) {
        at(Gd2Route.SELF_HEAL, volume).query("type", type).nothing();
    }

    /** Settles a split brain: {@code latest-mtime}, {@code bigger-file} or {@code source-brick}. Sent once. */
    public void splitBrainOperations(String volume, String operation, SplitBrainReq request) {
        at(Gd2Route.SPLIT_BRAIN_OPERATIONS, volume, operation).body(request).nothing();
    }

    // Bitrot and quota

    /** Switches the detection of bit rot on. Sent once. */
    public void bitrotEnable(String volume) {
        at(Gd2Route.BITROT_ENABLE, volume).nothing();
    }

    /** Switches the detection of bit rot off. Sent once. */
    public void bitrotDisable(String volume) {
        at(Gd2Route.BITROT_DISABLE, volume).nothing();
    }

    /** Starts a scrub. Sent once. */
    public void bitrotScrubOndemand(String volume) {
        at(Gd2Route.BITROT_SCRUB_ONDEMAND, volume).nothing();
    }

    /** What the scrubber of a volume did, by node. */
    public ScrubStatus bitrotScrubStatus(String volume) {
        return sorted(at(Gd2Route.BITROT_SCRUB_STATUS, volume).object(ScrubStatus.class));
    }

    /** What GlusterD2 says instead of a volume's limits, which it does not have. */
    public String quotaList(String volume) {
        return at(Gd2Route.QUOTA_LIST, volume).text();
    }

    /** What GlusterD2 says instead of setting a limit. May be sent again. */
    public String quotaLimit(String volume, JsonNode request) {
        return at(Gd2Route.QUOTA_LIMIT, volume).body(request).text();
    }

    /** What GlusterD2 says instead of removing a limit. May be sent again. */
    public String quotaRemove(String volume, JsonNode request) {
        return at(Gd2Route.QUOTA_REMOVE, volume).body(request).text();
    }

    // Rebalance

    /** Starts a rebalance and returns its id. Sent once. */
    public String rebalanceStart(String volume, RebalanceStartReq request) {
        return at(Gd2Route.REBALANCE_START, volume).body(request).text();
    }

    /** Stops a rebalance that runs. Sent once. */
    public RebalanceInfo rebalanceStop(String volume) {
        return at(Gd2Route.REBALANCE_STOP, volume).object(RebalanceInfo.class);
    }

    /** What a rebalance does. GlusterD2 forgets its result when it ends. */
    public RebalanceStatus rebalanceStatus(String volume) {
        return at(Gd2Route.REBALANCE_STATUS, volume).object(RebalanceStatus.class);
    }

    // Geo-replication

    /** The sessions. */
    public List<GeorepSession> geoReplicationStatusList() {
        return at(Gd2Route.GEO_REPLICATION_STATUS_LIST).list(GeorepSession.class);
    }

    /** One session; empty when there is none. */
    public Optional<GeorepSession> geoReplicationStatus(String masterVolumeId, String remoteVolumeId) {
        return at(Gd2Route.GEO_REPLICATION_STATUS, masterVolumeId, remoteVolumeId)
                .read(Gd2Client::session);
    }

    /** Creates a session. Sent once; with {@code force}, which an existing one accepts, it may be sent again. */
    public GeorepSession geoReplicationCreate(String masterVolumeId, String remoteVolumeId, GeorepCreateReq request) {
        return at(Gd2Route.GEO_REPLICATION_CREATE, masterVolumeId, remoteVolumeId)
                .body(request)
                .repeatableIf(request.force())
                .object(GeorepSession.class);
    }

    /** Starts a session. Sent once. */
    public GeorepSession geoReplicationStart(String masterVolumeId, String remoteVolumeId, GeorepCommandsReq request) {
        return at(Gd2Route.GEO_REPLICATION_START, masterVolumeId, remoteVolumeId)
                .body(request)
                .object(GeorepSession.class);
    }

    /** Stops a session. Sent once. */
    public GeorepSession geoReplicationStop(String masterVolumeId, String remoteVolumeId, GeorepCommandsReq request) {
        return at(Gd2Route.GEO_REPLICATION_STOP, masterVolumeId, remoteVolumeId)
                .body(request)
                .object(GeorepSession.class);
    }

    /** Lets a session rest. Sent once. */
    public GeorepSession geoReplicationPause(String masterVolumeId, String remoteVolumeId, GeorepCommandsReq request) {
        return at(Gd2Route.GEO_REPLICATION_PAUSE, masterVolumeId, remoteVolumeId)
                .body(request)
                .object(GeorepSession.class);
    }

    /** Lets a session go on. Sent once. */
    public GeorepSession geoReplicationResume(String masterVolumeId, String remoteVolumeId, GeorepCommandsReq request) {
        return at(Gd2Route.GEO_REPLICATION_RESUME, masterVolumeId, remoteVolumeId)
                .body(request)
                .object(GeorepSession.class);
    }

    /** Deletes a session. Sent once. */
    public void geoReplicationDelete(String masterVolumeId, String remoteVolumeId) {
        at(Gd2Route.GEO_REPLICATION_DELETE, masterVolumeId, remoteVolumeId).nothing();
    }

    /** The options of a session, by name. */
    public List<GeorepOption> geoReplicationConfigGet(String masterVolumeId, String remoteVolumeId) {
        return at(Gd2Route.GEO_REPLICATION_CONFIG_GET, masterVolumeId, remoteVolumeId)
                .sorted(GeorepOption.class, Comparator.comparing(GeorepOption::name));
    }

    /** Sets options of a session, and returns all of its options. May be sent again. */
    public Map<String, String> geoReplicationConfigSet(
            String masterVolumeId, String remoteVolumeId, Map<String, String> options) {
        return at(Gd2Route.GEO_REPLICATION_CONFIG_SET, masterVolumeId, remoteVolumeId)
                .body(options)
                .read(Gd2Client::sessionOptions);
    }

    /** Resets options of a session, and returns all of its options. Sent once. */
    public Map<String, String> geoReplicationConfigReset(
            String masterVolumeId, String remoteVolumeId, List<String> options) {
        return at(Gd2Route.GEO_REPLICATION_CONFIG_RESET, masterVolumeId, remoteVolumeId)
                .body(options)
                .read(Gd2Client::sessionOptions);
    }

    /** Has the nodes' keys made, and returns them by node. Sent once. */
    public List<SshKey> geoReplicationSshKeyGenerate(String volume) {
        return at(Gd2Route.GEO_REPLICATION_SSH_KEY_GENERATE, volume)
                .sorted(SshKey.class, Comparator.comparing(SshKey::peerId));
    }

    /** The nodes' keys, by node. */
    public List<SshKey> geoReplicationSshKeyGet(String volume) {
        return at(Gd2Route.GEO_REPLICATION_SSH_KEY_GET, volume)
                .sorted(SshKey.class, Comparator.comparing(SshKey::peerId));
    }

    /** Has keys of other nodes let in. Sent once. */
    public void geoReplicationSshKeyPush(String volume, List<SshKey> keys) {
        at(Gd2Route.GEO_REPLICATION_SSH_KEY_PUSH, volume).body(keys).nothing();
    }

    // Events

    /** The events of the last minutes, oldest first. */
    public List<EventInfo> eventsList() {
        return at(Gd2Route.EVENTS_LIST).list(EventInfo.class);
    }

    /** The addresses of the webhooks, in their order. */
    public List<String> eventsWebhookList() {
        return at(Gd2Route.EVENTS_WEBHOOK_LIST).sorted(String.class, Comparator.naturalOrder());
    }

    /** Has events sent to a webhook. Sent once. */
    public void eventsWebhookAdd(Webhook request) {
        at(Gd2Route.EVENTS_WEBHOOK_ADD).body(request).nothing();
    }

    /** Has every node send an event named {@code test} to a webhook. Sent once. */
    public void eventsWebhookTest(Webhook request) {
        at(Gd2Route.EVENTS_WEBHOOK_TEST).body(request).nothing();
    }

    /** Has no more events sent to a webhook. Sent once. */
    public void eventsWebhookDelete(WebhookDel request) {
        at(Gd2Route.EVENTS_WEBHOOK_DELETE).body(request).nothing();
    }

    // Tracing

    /** How traces are sent, if they are. */
    public TracingInfo traceStatus() {
        return at(Gd2Route.TRACE_STATUS).object(TracingInfo.class);
    }

    /** Has traces sent. Sent once. */
    public TracingInfo traceEnable(SetupTracingReq request) {
        return at(Gd2Route.TRACE_ENABLE).body(request).object(TracingInfo.class);
    }

    /** Changes how traces are sent. May be sent again. */
    public TracingInfo traceUpdate(SetupTracingReq request) {
        return at(Gd2Route.TRACE_UPDATE).body(request).object(TracingInfo.class);
    }

    /** Has no more traces sent. Sent once. */
    public void traceDisable() {
        at(Gd2Route.TRACE_DISABLE).nothing();
    }

    private static ScrubStatus sorted(ScrubStatus status) {
        return new ScrubStatus(
                status.volume(),
                status.state(),
                status.throttle(),
                status.frequency(),
                status.bitdLogFile(),
                status.scrubLogFile(),
                Gd2Call.sorted(status.nodes(), Comparator.comparing(ScrubNode::node)));
    }

    private static List<SnapList> snapshots(RestReply reply) {
        List<SnapList> lists = Gd2Json.readAnswerList(reply.body(), SnapList.class).stream()
                .map(list -> new SnapList(
                        list.parentName(),
                        Gd2Call.sorted(
                                list.snaps(),
                                Comparator.comparing(
                                        (SnapInfo snap) -> snap.snapInfo().name()))))
                .toList();
        return Gd2Call.sorted(lists, Comparator.comparing(SnapList::parentName));
    }

    /** A list of one. */
    private static DeviceInfo one(RestReply reply) {
        return Gd2Json.readAnswerList(reply.body(), DeviceInfo.class).stream()
                .findFirst()
                .orElseThrow(() -> GcsException.of(ErrorDetail.builder(ErrorCode.INTERNAL)
                        .message("the answer has no device")
                        .build()));
    }

    /** A session, or an empty list when there is none. */
    private static Optional<GeorepSession> session(RestReply reply) {
        return Optional.of(Gd2Json.readAnswer(reply.body(), GeorepSession.class))
                .filter(session -> !session.masterVolumeId().isEmpty());
    }

    /** The options, or the session that has them when nothing was changed. */
    private static Map<String, String> sessionOptions(RestReply reply) {
        boolean session = Gd2Json.readAnswerTree(reply.body()).path("options").isObject();
        return session
                ? Gd2Json.readAnswer(reply.body(), GeorepSession.class).options()
                : Gd2Json.readAnswerMap(reply.body());
    }
}
