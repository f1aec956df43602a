/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.http;

/** What a {@link ChaosProxy} does to one connection or one exchange. */
public enum ChaosFault {
    /** Nothing: the request goes on, the reply comes back. */
    NONE,
    /** The connection is closed as soon as it is made. */
    REFUSE,
    /** The request is read and the connection closed; the server never hears of it. */
    DROP_REQUEST,
    /** The same, but the connection is reset instead of closed. */
    RESET_REQUEST,
    /** The server gets the beginning of the request and then the end of the connection; so does the client. */
    CUT_REQUEST,
    /** The request goes on later. */
    DELAY_REQUEST,
    /** The server gets the request twice at the same time; one of the two replies comes back. */
    DUPLICATE_REQUEST,
    /** The server gets the request and answers; the client sees the connection close. */
    DROP_REPLY,
    /** The same, but the connection is reset instead of closed. */
    RESET_REPLY,
    /** The client gets the beginning of the reply and then the end of the connection. */
    CUT_REPLY,
    /** The reply comes back later. */
    DELAY_REPLY,
    /** The reply comes twice, one right after the other, on a connection that stays open. */
    DUPLICATE_REPLY
}
