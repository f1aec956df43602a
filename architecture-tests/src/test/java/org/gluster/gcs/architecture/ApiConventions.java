/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The conventions of the public API. */
final class ApiConventions {
    private static final List<Class<?>> OPTIONALS =
            List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private ApiConventions() {}

    /** Nobody extends what was not made for it. */
    static ArchRule publicTypesAreClosed() {
        return ArchRuleDefinition.classes()
                .that(DescribedPredicate.describe(
                        "are public", type -> type.getModifiers().contains(JavaModifier.PUBLIC)))
                .should(condition(
                        "be final, sealed, an interface, an enum, a record or an annotation", (type, violation) -> {
                            boolean closed = type.isInterface()
                                    || type.isEnum()
                                    || type.getModifiers().contains(JavaModifier.FINAL)
                                    || type.reflect().isSealed();
                            if (!closed) {
                                violation.accept(type.getName() + " can be extended by anybody");
                            }
                        }));
    }

    /** Exceptions are unchecked. */
    static ArchRule nothingThrowsCheckedExceptions() {
        return ArchRuleDefinition.classes().should(condition("throw no checked exceptions", (type, violation) -> {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                boolean visible = unit.getModifiers().contains(JavaModifier.PUBLIC)
                        || unit.getModifiers().contains(JavaModifier.PROTECTED);
                unit.getThrowsClause().stream()
                        .map(thrown -> thrown.getRawType())
                        .filter(thrown -> visible
                                && !thrown.isAssignableTo(RuntimeException.class)
                                && !thrown.isAssignableTo(Error.class))
                        .forEach(thrown -> violation.accept(unit.getFullName() + " throws " + thrown.getName()));
            }
        }));
    }

    /** {@code Optional} is what a method returns, and nothing else. */
    static ArchRule optionalIsOnlyReturned() {
        return ArchRuleDefinition.classes()
                .should(condition("have no Optional as a field or a parameter", (type, violation) -> {
                    for (JavaField field : type.getFields()) {
                        if (isOptional(field.getRawType())) {
                            violation.accept(field.getFullName() + " is an Optional");
                        }
                    }
                    for (JavaCodeUnit unit : type.getCodeUnits()) {
                        boolean written = !unit.getModifiers().contains(JavaModifier.SYNTHETIC);
                        if (written && unit.getRawParameterTypes().stream().anyMatch(ApiConventions::isOptional)) {
                            violation.accept(unit.getFullName() + " takes an Optional");
                        }
                    }
                }));
    }

    private static boolean isOptional(JavaClass type) {
        return OPTIONALS.stream().anyMatch(type::isEquivalentTo);
    }

    private static ArchCondition<JavaClass> condition(
            String description, BiConsumer<JavaClass, Consumer<String>> judge) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                judge.accept(type, message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }
}
