/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.gluster.gcs.core.wire.JsonProblem;

/**
 * A whole number from 0 to 2^64 - 1 in the 64 bits of a {@code long}: from 2^63 on the {@code long} is negative, and
 * {@link Long#toUnsignedString(long)} shows what went over the wire.
 */
@JacksonAnnotationsInside
@JsonSerialize(using = Uint64.Writer.class)
@JsonDeserialize(using = Uint64.Reader.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface Uint64 {

    /** Writes the digits. */
    final class Writer extends StdScalarSerializer<Long> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Long.class);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Long value) {
            return value == 0;
        }

        @Override
        public void serialize(Long value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(Long.toUnsignedString(value));
        }
    }

    /** Reads digits and nothing else, but for a client, which takes any form of a whole number. */
    final class Reader extends StdScalarDeserializer<Long> {
        private static final long serialVersionUID = 1L;
        private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);
        private static final int LONGEST = 40;

        Reader() {
            super(Long.class);
        }

        @Override
        public Long getNullValue(DeserializationContext context) {
            return 0L;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return 0L;
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            boolean tolerant = context.isEnabled(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
            JsonToken token = parser.currentToken();
            boolean number = token == JsonToken.VALUE_NUMBER_INT
                    || (tolerant && (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_STRING));
            if (!number) {
                return (Long) context.handleUnexpectedToken(
                        Long.class, token, parser, "it must be a whole number from 0 to 18446744073709551615");
            }
            String text = parser.getText();
            if (tolerant && text.isEmpty()) {
                return 0L;
            }
            if (text.length() <= LONGEST && (tolerant || text.charAt(0) != '-')) {
                try {
                    BigDecimal value = new BigDecimal(text);
                    if (value.signum() >= 0
                            && value.scale() > -LONGEST
                            && value.precision() - value.scale() <= LONGEST) {
                        BigInteger whole = value.toBigIntegerExact();
                        if (whole.compareTo(LIMIT) < 0) {
                            return whole.longValue();
                        }
                    }
                } catch (ArithmeticException | NumberFormatException notWhole) {
                    // Said below.
                }
            }
            return (Long) context.handleWeirdStringValue(
                    Long.class,
                    JsonProblem.shortened(text),
                    "it must be a whole number from 0 to 18446744073709551615");
        }
    }
}
