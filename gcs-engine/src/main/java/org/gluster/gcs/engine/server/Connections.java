/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open connections of one port, and how many there may be. Thread-safe. */
final class Connections {

    /** What becomes of a new connection. */
    enum Verdict {
        /** It is served. */
        SERVED,
        /** There are too many; it is told so as soon as it is known what it speaks. */
        SURPLUS,
        /** There are far too many; it is closed. */
        CLOSED
    }

    private final PortLimits limits;
    private final Set<GuardedEndPoint> served = new LinkedHashSet<>();
    private final Set<GuardedEndPoint> surplus = new LinkedHashSet<>();
    /** Never completed a request or a call, oldest first. */
    private final Set<GuardedEndPoint> silent = new LinkedHashSet<>();

    private final Map<InetAddress, Integer> ofAddress = new HashMap<>();

    Connections(PortLimits limits) {
        this.limits = limits;
    }

    /** Takes up a connection; closes another one where that one gives way. */
    Verdict add(GuardedEndPoint fresh) {
        GuardedEndPoint gone = null;
        synchronized (this) {
            boolean fullForAddress = ofAddress.getOrDefault(fresh.address(), 0) >= limits.perAddress();
            if (fullForAddress || served.size() >= limits.connections()) {
                gone = silentOne(fresh, fullForAddress);
                if (gone == null) {
                    if (surplus.size() >= limits.surplus()) {
                        return Verdict.CLOSED;
                    }
                    surplus.add(fresh);
                    return Verdict.SURPLUS;
                }
                forget(gone);
            }
            served.add(fresh);
            silent.add(fresh);
            ofAddress.merge(fresh.address(), 1, Integer::sum);
        }
        if (gone != null) {
            gone.end("others wait, and it says nothing");
        }
        return Verdict.SERVED;
    }

    /** One that may give way: silent the longest, else between two requests. */
    private @Nullable GuardedEndPoint silentOne(GuardedEndPoint fresh, boolean ofSameAddress) {
        for (GuardedEndPoint one : silent) {
            if (!ofSameAddress || one.address().equals(fresh.address())) {
                return one;
            }
        }
        for (GuardedEndPoint one : served) {
            if (one.isIdle() && (!ofSameAddress || one.address().equals(fresh.address()))) {
                return one;
            }
        }
        return null;
    }

    /** It made itself useful, and gives way to nobody from now on. */
    synchronized void spoke(GuardedEndPoint one) {
        silent.remove(one);
    }

    synchronized void remove(GuardedEndPoint one) {
        surplus.remove(one);
        forget(one);
    }

    private void forget(GuardedEndPoint one) {
        silent.remove(one);
        if (served.remove(one)) {
            ofAddress.computeIfPresent(one.address(), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized List<GuardedEndPoint> all() {
        List<GuardedEndPoint> all = new ArrayList<>(served);
        all.addAll(surplus);
        return all;
    }

    synchronized int size() {
        return served.size() + surplus.size();
    }
}
