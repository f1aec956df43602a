/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

/**
 * What a program that ended with status 0 printed; any other end is a {@link HostException}.
 *
 * @param output standard output, UTF-8, at most {@link Command#MAX_OUTPUT} bytes
 * @param error standard error, the same
 */
public record CommandResult(String output, String error) {}
