/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** How texts are read: a number is one for clients only, and surrogates that are not a pair become U+FFFD. */
final class Texts {
    private Texts() {}

    /** Reads a value. */
    static final class Reader extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(String.class);
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return "";
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            boolean text = token == JsonToken.VALUE_STRING
                    || (token.isScalarValue() && context.isEnabled(DeserializationFeature.ACCEPT_FLOAT_AS_INT));
            if (!text) {
                return (String) context.handleUnexpectedToken(String.class, token, parser, "it must be a text");
            }
            return Go.wellFormed(parser.getText());
        }
    }

    /** Reads the key of a map. */
    static final class KeyReader extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return Go.wellFormed(key);
        }
    }
}
