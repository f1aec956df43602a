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
import java.math.MathContext;
import java.math.RoundingMode;
import org.gluster.gcs.core.wire.JsonProblem;

/** A number that may have a fraction, written with the fewest digits that mean it and, unless very small or large, without an exponent. */
@JacksonAnnotationsInside
@JsonSerialize(using = Float64.Writer.class)
@JsonDeserialize(using = Float64.Reader.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface Float64 {

    /** Writes it. */
    final class Writer extends StdScalarSerializer<Double> {
        private static final long serialVersionUID = 1L;
        private static final int MOST_DIGITS = 17;

        Writer() {
            super(Double.class);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Double value) {
            return value == 0;
        }

        @Override
        public void serialize(Double value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(text(value));
        }

        static String text(double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("JSON has no number " + value);
            }
            if (value == 0) {
                return 1 / value < 0 ? "-0" : "0";
            }
            BigDecimal shortest = shortest(value);
            double size = Math.abs(value);
            if (size >= 1e-6 && size < 1e21) {
                return shortest.toPlainString();
            }
            String digits = shortest.unscaledValue().abs().toString();
            int exponent = digits.length() - 1 - shortest.scale();
            return (value < 0 ? "-" : "")
                    + digits.charAt(0)
                    + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + (exponent < 0 ? "e-" : "e+")
                    + Math.abs(exponent);
        }

        private static BigDecimal shortest(double value) {
            BigDecimal exact = new BigDecimal(value);
            for (int digits = 1; digits < MOST_DIGITS; digits++) {
                BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
                if (rounded.doubleValue() == value) {
                    return rounded.stripTrailingZeros();
                }
            }
            return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros();
        }
    }

    /** Reads a finite number and nothing else, but for a client, which takes one in a text as well. */
    final class Reader extends StdScalarDeserializer<Double> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Double.class);
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return 0.0;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return 0.0;
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            boolean text =
                    token == JsonToken.VALUE_STRING && context.isEnabled(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
            if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT && !text) {
                return (Double) context.handleUnexpectedToken(Double.class, token, parser, "it must be a number");
            }
            if (text && parser.getText().isEmpty()) {
                return 0.0;
            }
            double value;
            try {
                value = text ? Double.parseDouble(parser.getText()) : parser.getDoubleValue();
            } catch (NumberFormatException none) {
                value = Double.NaN;
            }
            if (!Double.isFinite(value)) {
                return (Double) context.handleWeirdStringValue(
                        Double.class, JsonProblem.shortened(parser.getText()), "it must be a number of 64 bits");
            }
            return value;
        }
    }
}
