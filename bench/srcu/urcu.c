/*
 * liburcu's readers and updaters in C, measured as the Java side does: threads pinned, a gate, short
 * batches by turns with a bare volatile read, the percentiles printed as lines "= NAME VALUE".
 *
 * gcc -O2 -pthread -DMEMB urcu.c -lurcu-memb; or QSBR, MB, BP; or -DMARK without a library: the loads,
 * stores and branches of Slat's own registered reader, as the least that this machine asks for them.
 * usage: urcu-memb read | urcu-memb update READERS SECTION_MICROS
 */
#define _GNU_SOURCE
#define _LGPL_SOURCE /* inlines read_lock and read_unlock, as liburcu advises */
#define URCU_API_MAP /* names without the flavour: rcu_read_lock */
#if defined(MEMB)
#include <urcu/urcu-memb.h>
#elif defined(QSBR)
#include <urcu/urcu-qsbr.h>
#elif defined(MB)
#include <urcu/urcu-mb.h>
#elif defined(BP)
#include <urcu/urcu-bp.h>
#elif !defined(MARK)
#error "define MEMB, QSBR, MB, BP or MARK"
#endif
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_THREADS 2
#define ROUNDS 3000
#define UPDATES 20000
#define BATCH_NANOS 8000.0
#define SECOND 1000000000L

struct node {
    long value;
};

static struct node nodes[2] = {{1}, {2}};
static struct {
    char before[128];
    struct node *volatile target;
    char after[128];
} cell = {.target = &nodes[0]};

static long operations = 500, floor_operations = 500;
static volatile long sink;

static long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static void pin(int index) {
    static cpu_set_t allowed;
    static int known;
    if (!known) {
        sched_getaffinity(0, sizeof allowed, &allowed);
        known = 1;
    }
    index %= CPU_COUNT(&allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &allowed) && index-- == 0) {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(cpu, &one);
            sched_setaffinity(0, sizeof one, &one);
            return;
        }
}

#ifdef MARK
static __thread struct {
    char before[128];
    volatile long inside, mark;
    char after[112];
} own = {.mark = 1};

static __attribute__((noinline, cold)) void unexpected(void) {
    abort();
}

#define rcu_read_lock()      \
    if (own.inside)          \
        unexpected();        \
    long ticket = own.mark;  \
    own.inside = ticket
#define rcu_read_unlock()    \
    own.inside = 0;          \
    if (own.mark != ticket)  \
        unexpected()
#define rcu_register_thread()
#define rcu_unregister_thread()
#define synchronize_rcu() unexpected()
#endif

/* In the qsbr flavour a thread is inside from online to offline; in the others, in a section only. */
static void online(void) {
#ifdef QSBR
    rcu_thread_online();
#endif
}

static void offline(void) {
#ifdef QSBR
    rcu_thread_offline();
#endif
}

static __attribute__((noinline)) long read_batch(long count) {
    long sum = 0;
    for (long i = 0; i < count; i++) {
        rcu_read_lock();
        sum += cell.target->value;
        rcu_read_unlock();
#ifdef QSBR
        rcu_quiescent_state();
#endif
    }
    return sum;
}

static __attribute__((noinline)) long floor_batch(long count) {
    long sum = 0;
    for (long i = 0; i < count; i++)
        sum += cell.target->value;
    return sum;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double at(const double *sorted, long count, double part) {
    return sorted[(long)((count - 1) * part + 0.5)];
}

static double print_percentiles(const char *name, double *values, long count) {
    static const struct {
        const char *name;
        double part;
    } parts[] = {{"p10", .1}, {"p50", .5}, {"p90", .9}, {"p99", .99}, {"max", 1}};
    qsort(values, count, sizeof *values, by_value);
    for (size_t i = 0; name && i < sizeof parts / sizeof *parts; i++)
        printf("= %s.%s %g\n", name, parts[i].name, at(values, count, parts[i].part));
    return at(values, count, .5);
}

/* ---- rounds */

static int thread_count;
static volatile int arrived, opened;
static long begun[MAX_THREADS][2 * ROUNDS], took[MAX_THREADS][2 * ROUNDS];

static void pass_gate(int round) {
    if (__atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST) == thread_count * (round + 1))
        opened = round;
    while (opened < round)
        __builtin_ia32_pause();
}

static void *reader(void *argument) {
    int me = (int)(long)argument;
    long sum = 0;
    pin(me);
    rcu_register_thread();
    offline();
    for (int round = 0; round < 2 * ROUNDS; round++) {
        int is_floor = round % 2 == 0;
        pass_gate(round);
        if (!is_floor)
            online();
        begun[me][round] = now();
        sum += is_floor ? floor_batch(floor_operations) : read_batch(operations);
        took[me][round] = now() - begun[me][round];
        if (!is_floor)
            offline();
    }
    sink = sum;
    rcu_unregister_thread();
    return NULL;
}

/* The mean of the threads' times, for the rounds in which they ran together. */
static long times(double *into, int parity) {
    long count = 0;
    for (int round = parity; round < 2 * ROUNDS; round += 2) {
        long first = begun[0][round], last = first, longest = 0, all = 0;
        for (int t = 0; t < thread_count; t++) {
            first = begun[t][round] < first ? begun[t][round] : first;
            last = begun[t][round] > last ? begun[t][round] : last;
            longest = took[t][round] > longest ? took[t][round] : longest;
            all += took[t][round];
        }
        if (last - first <= longest / 4)
            into[count++] = (double)all / thread_count / (parity ? operations : floor_operations);
    }
    return count;
}

static long to_operations(double nanos) {
    long n = (long)(BATCH_NANOS / nanos);
    return n < 50 ? 50 : n > 30000 ? 30000 : n;
}

static void measure(const char *phase, int threads) {
    static double subject[ROUNDS], bare[ROUNDS];
    pthread_t running[MAX_THREADS];
    char name[64];
    thread_count = threads;
    arrived = 0;
    opened = -1;
    for (long t = 0; t < threads; t++)
        pthread_create(&running[t], NULL, reader, (void *)t);
    for (int t = 0; t < threads; t++)
        pthread_join(running[t], NULL);
    long count = times(subject, 1), bare_count = times(bare, 0);
    if (!count || !bare_count)
        return;
    double p50 = print_percentiles(phase, subject, count);
    snprintf(name, sizeof name, "%s.floor", phase ? phase : "");
    double floor_p50 = print_percentiles(phase ? name : NULL, bare, bare_count);
    if (phase)
        printf("= %s.over %g\n= %s.rounds %ld\n", phase, p50 - floor_p50, phase, count);
    operations = to_operations(p50);
    floor_operations = to_operations(floor_p50);
}

/* ---- updates */

static volatile int stopped;
static long period_nanos;
static int updater_cpu;

static void update(void) {
    cell.target = cell.target == &nodes[0] ? &nodes[1] : &nodes[0];
    synchronize_rcu();
}

static void *updater(void *unused) {
    (void)unused;
    if (updater_cpu >= 0)
        pin(updater_cpu);
    while (!stopped) {
        update();
        if (period_nanos) {
            struct timespec pause = {0, period_nanos};
            nanosleep(&pause, NULL);
        }
    }
    return NULL;
}

static __attribute__((unused)) void measure_updated(const char *phase, int threads, long period, int cpu) {
    pthread_t thread;
    stopped = 0;
    period_nanos = period;
    updater_cpu = cpu;
    pthread_create(&thread, NULL, updater, NULL);
    measure(phase, threads);
    stopped = 1;
    pthread_join(thread, NULL);
}

static long section_nanos;

static void *busy_reader(void *argument) {
    pin((int)(long)argument);
    rcu_register_thread();
    while (!stopped) {
        rcu_read_lock();
        for (long end = now() + section_nanos; now() < end;)
            __builtin_ia32_pause();
        rcu_read_unlock();
#ifdef QSBR
        rcu_quiescent_state();
#endif
    }
    rcu_unregister_thread();
    return NULL;
}

static void measure_updates(int readers, long micros) {
    static double times[UPDATES];
    pthread_t running[MAX_THREADS];
    long end = now() + SECOND + SECOND / 5;
    int count = 0;
    section_nanos = micros * 1000;
    for (long t = 0; t < readers; t++)
        pthread_create(&running[t], NULL, busy_reader, (void *)t);
    while (count < UPDATES && now() < end) {
        long start = now();
        update();
        times[count++] = (now() - start) / 1e3;
    }
    stopped = 1;
    for (int t = 0; t < readers; t++)
        pthread_join(running[t], NULL);
    print_percentiles("us", times, count);
}

int main(int argc, char **argv) {
    if (argc == 4 && !strcmp(argv[1], "update") && atoi(argv[2]) <= MAX_THREADS) {
        measure_updates(atoi(argv[2]), atol(argv[3]));
    } else if (argc == 2 && !strcmp(argv[1], "read")) {
        measure(NULL, 1); /* warms up, and sets how long a batch is */
        measure(NULL, 1);
        measure("1T", 1);
        measure("2T", 2);
#ifndef MARK
        measure_updated("1T+U", 1, 0, 1);
        measure_updated("2T+U", 2, 200000, -1);
#endif
    } else {
        fprintf(stderr, "usage: %s read | update READERS SECTION_MICROS\n", argv[0]);
        return 2;
    }
    return 0;
}
