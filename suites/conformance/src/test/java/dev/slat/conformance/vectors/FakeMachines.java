package dev.slat.conformance.vectors;

import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Machines that are right but for what a test wants to be wrong. */
final class FakeMachines {
    /** What a machine does with operations. */
    interface Performer {
        Answer perform(Operation operation);
    }

    private FakeMachines() {}

    /** A machine that only performs, and then calls {@code closed}. */
    static VectorMachine of(Performer performer, Runnable closed) {
        return (VectorMachine)
                Proxy.newProxyInstance(
                        FakeMachines.class.getClassLoader(),
                        new Class<?>[] {VectorMachine.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "perform" -> performer.perform((Operation) arguments[0]);
                                    case "close" -> {
                                        closed.run();
                                        yield null;
                                    }
                                    default -> throw new AssertionError(method);
                                });
    }

    /** Knows one scenario's answers by heart, but for those of {@code wrong}, by line. */
    static VectorMachine echo(
            Vector vector, String kernel, Map<Integer, Answer> wrong, Runnable closed) {
        Iterator<Vector.Step> steps = vector.steps().iterator();
        return of(
                operation -> {
                    Vector.Step step = steps.next();
                    if (!step.operation().equals(operation)) {
                        throw new AssertionError(operation + " instead of " + step.operation());
                    }
                    return wrong.getOrDefault(step.line(), step.answer(kernel));
                },
                closed);
    }

    /** Another machine, but some operations are changed on their way. */
    static VectorMachine changed(VectorMachine machine, UnaryOperator<Operation> change) {
        return of(operation -> machine.perform(change.apply(operation)), machine::close);
    }
}
