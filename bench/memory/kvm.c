/*
 * What slot changes and dirty logs cost on the real KVM: the same calls as the Java side makes, each
 * result a line "= NAME p50 p99", in microseconds.
 *
 * usage: kvm
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

#define MEBIBYTE (1UL << 20)
#define PAGE 4096UL
#define PAIRS 1000
#define LOGS 200

static int vm;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void check(int result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "kvm: %s: %s\n", what, strerror(errno));
        exit(1);
    }
}

static void set(uint32_t slot, uint64_t gpa, uint64_t size, void *memory, uint32_t flags) {
    struct kvm_userspace_memory_region region = {slot, flags, gpa, size, (uintptr_t)memory};
    check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *name, double *times, int count) {
    qsort(times, count, sizeof *times, by_value);
    printf("= %s %.2f %.2f\n", name, times[count / 2], times[count * 99 / 100]);
}

static void pairs(int slots, char *memory) {
    static double times[PAIRS];
    char name[32];
    for (int i = 1; i <= slots; i++)
        set(i, MEBIBYTE * 1024 + i * 2 * PAGE, PAGE, memory, 0);
    for (int i = 0; i < PAIRS; i++) {
        double start = now();
        set(0, 0, MEBIBYTE, memory, 0);
        set(0, 0, 0, memory, 0);
        times[i] = now() - start;
    }
    for (int i = 1; i <= slots; i++)
        set(i, 0, 0, memory, 0);
    snprintf(name, sizeof name, "pair-%d", slots);
    print(name, times, PAIRS);
}

static void logs(char *memory) {
    static double times[LOGS];
    static uint64_t bits[MEBIBYTE / PAGE * 1024 / 64];
    struct kvm_dirty_log log = {.slot = 0, .dirty_bitmap = bits};
    set(0, 0, 1024 * MEBIBYTE, memory, KVM_MEM_LOG_DIRTY_PAGES);
    for (int i = 0; i < LOGS; i++) {
        double start = now();
        check(ioctl(vm, KVM_GET_DIRTY_LOG, &log), "KVM_GET_DIRTY_LOG");
        times[i] = now() - start;
    }
    set(0, 0, 0, memory, 0);
    print("log-clean", times, LOGS);
}

int main(void) {
    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    check(kvm, "/dev/kvm");
    vm = ioctl(kvm, KVM_CREATE_VM, 0);
    check(vm, "KVM_CREATE_VM");
    char *memory = mmap(NULL, 1024 * MEBIBYTE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    check(memory == MAP_FAILED ? -1 : 0, "mmap");
    pairs(1, memory);
    pairs(512, memory);
    pairs(8192, memory);
    pairs(32000, memory);
    logs(memory);
    return 0;
}
