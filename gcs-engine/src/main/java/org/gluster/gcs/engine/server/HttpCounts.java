/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

/**
 * How many HTTP requests a {@link FrontDoor} had since it was opened.
 *
 * @param received all that reached the pipeline
 * @param succeeded answered with a status below 400
 * @param clientErrors answered with a 4xx
 * @param serverErrors answered with a 5xx, or not at all since the connection was gone
 * @param inProgress not answered yet
 */
public record HttpCounts(long received, long succeeded, long clientErrors, long serverErrors, long inProgress) {}
