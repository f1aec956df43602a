/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "INT ; 10 ; 10",
                "INT ; +7 ; 7",
                "INT ; -7 ; -7",
                "INT ; 0x1F ; 31",
                "INT ; 0777 ; 511",
                "COUNT ; 0 ; 0",
                "SIZE ; 4096 ; 4096",
                "SIZE ; 4096B ; 4096",
                "SIZE ; 64kb ; 65536",
                "SIZE ; 1.5GB ; 1610612736",
                "SIZE ; 8PB ; 9007199254740992",
                "PERCENT ; 12.5% ; 12.5",
                "PERCENT ; 100 ; 100",
                "PERCENT_OR_SIZE ; 5% ; 0",
                "PERCENT_OR_SIZE ; 10GB ; 10737418240",
                "PERCENT_OR_SIZE ; 10.0 ; 10",
                "TIME ; 90 ; 90",
                "TIME ; 90s ; 90",
                "TIME ; 2min ; 120",
                "TIME ; 1h ; 3600",
                "TIME ; 2days ; 172800",
                "TIME ; 1wk ; 604800",
                "TIME ; 0x10 ; 16",
                "DOUBLE ; 1e3 ; 1000",
                "BOOL ; Enable ; 0",
                "BOOL ; 0 ; 0",
                "PATH ; /var/run ; 0",
                "ADDRESS ; host-1.example ; 0",
                "ADDRESS ; fe80::1 ; 0",
                "ADDRESS_LIST ; 10.0.0.1,10.1.*,192.168.0.0/16,host ; 0",
                "ADDRESS_LIST ; /dir(10.0.0.1|host),/other(*) ; 0",
                "CLIENT_AUTH_ADDRESS ; *,10.0.0.0/8,[ab]? ; 0",
                "PRIORITY_LIST ; *.jpg:3,*.txt:-1 ; 0",
                "SIZE_LIST ; *.img:1MB ; 0",
                "SIZE_LIST ; 512 ; 0",
                "PLACE ; posix ; 0"
            })
    void read_takesWhatGlusterTakes(ValueType type, String value, double number) {
        assertThat(type.read(value)).isEqualTo(OptionalDouble.of(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "INT ; 08",
                "INT ; 1.0",
                "INT ; 1e3",
                "INT ; 9223372036854775808",
                "INT ; 0x",
                "COUNT ; -1",
                "SIZE ; -1",
                "SIZE ; 10XB",
                "SIZE ; 8192PB",
                "SIZE ; KB",
                "SIZE ; .KB",
                "PERCENT ; 100.1",
                "PERCENT ; nan",
                "PERCENT ; -0.1",
                "PERCENT_OR_SIZE ; 101%",
                "PERCENT_OR_SIZE ; 1.5GB",
                "PERCENT_OR_SIZE ; 10B",
                "TIME ; -1",
                "TIME ; 1.5h",
                "TIME ; 1year",
                "TIME ; 9223372036854775807w",
                "DOUBLE ; inf",
                "DOUBLE ; 1e999",
                "BOOL ; 2",
                "PATH ; var/run",
                "PATH ; /var/../etc",
                "ADDRESS ; -host",
                "ADDRESS ; a..b",
                "ADDRESS ; 10.0.0.*",
                "ADDRESS_LIST ; ,",
                "ADDRESS_LIST ; 10.0.0.0/33",
                "ADDRESS_LIST ; /dir",
                "ADDRESS_LIST ; 1::2::3",
                "CLIENT_AUTH_ADDRESS ; 10.0.0.0/99",
                "PRIORITY_LIST ; *.jpg",
                "PRIORITY_LIST ; *.jpg:4294967296",
                "SIZE_LIST ; 513",
                "PLACE ; Posix"
            })
    void read_refusesWhatGlusterRefuses(ValueType type, String value) {
        assertThat(type.read(value)).isEmpty();
    }
}
