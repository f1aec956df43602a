/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package org.gluster.gcs.core.rest;

import org.jspecify.annotations.NullMarked;
