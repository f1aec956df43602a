/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiConventionsTest {
    private final JavaClasses api = Modules.of("gcs-api");

    @Test
    void publicTypesAreClosed() {
        assertThat(api).hasSizeGreaterThan(80);
        ApiConventions.publicTypesAreClosed().check(api);
        assertThat(violations(ApiConventions.publicTypesAreClosed()))
                .singleElement()
                .asString()
                .contains("UnconventionalApi can be extended");
    }

    @Test
    void nothingThrowsCheckedExceptions() {
        ApiConventions.nothingThrowsCheckedExceptions().check(api);
        assertThat(violations(ApiConventions.nothingThrowsCheckedExceptions()))
                .singleElement()
                .asString()
                .contains("declares()", "java.io.IOException");
    }

    @Test
    void optionalIsOnlyReturned() {
        ApiConventions.optionalIsOnlyReturned().check(api);
        assertThat(violations(ApiConventions.optionalIsOnlyReturned()))
                .hasSize(2)
                .anyMatch(violation -> violation.contains(".field is"))
                .anyMatch(violation -> violation.contains(".takes("));
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(Modules.fixture(UnconventionalApi.class))
                .getFailureReport()
                .getDetails();
    }
}
