/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.engine.loop.Loop;

/** Chains in stages: the chains of a stage run side by side, and the next stage begins when all of them have reached. */
final class Convergence {
    private final Loop loop;
    private final Host host;
    private final Turns turns;
    private final List<List<List<Resource<?, ?>>>> stages;
    private final Trace trace;
    private final Chain.Listener listener;
    private final List<Chain> running = new ArrayList<>();
    private int stage;
    private int missing;
    private boolean calledOff;

    /**
     * Makes one; nothing happens before {@link #begin}.
     *
     * @param stages of chains of resources
     * @param trace told of what is done
     */
    Convergence(
            Loop loop,
            Host host,
            Turns turns,
            List<List<List<Resource<?, ?>>>> stages,
            Trace trace,
            Chain.Listener listener) {
        this.loop = loop;
        this.host = host;
        this.turns = turns;
        this.stages = List.copyOf(stages);
        this.trace = trace;
        this.listener = listener;
    }

    void begin() {
        if (stage == stages.size()) {
            listener.reached();
            return;
        }
        List<List<Resource<?, ?>>> chains = stages.get(stage);
        missing = chains.size();
        running.clear();
        for (List<Resource<?, ?>> resources : chains) {
            running.add(new Chain(loop, host, turns, resources, trace, new Part()));
        }
        if (missing == 0) {
            stage++;
            begin();
        } else {
            List.copyOf(running).forEach(Chain::begin);
        }
    }

    /** Calls all of it off; {@link Chain.Listener#calledOff} follows once. */
    void callOff() {
        calledOff = true;
        List.copyOf(running).forEach(Chain::callOff);
    }

    private final class Part implements Chain.Listener {
        @Override
        public void reached() {
            ended();
        }

        @Override
        public void trouble(Problem problem) {
            if (!calledOff) {
                listener.trouble(problem);
            }
        }

        @Override
        public void calledOff() {
            ended();
        }

        private void ended() {
            if (--missing > 0) {
                return;
            }
            if (calledOff) {
                listener.calledOff();
            } else {
                stage++;
                begin();
            }
        }
    }
}
