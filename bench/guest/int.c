/*
 * Integer work for measuring a hart: linked list, matrix, state machine, CRC and sieve, about as
 * many instructions in each. An SBI payload: runs in S-mode at 0x80200000 under Sv39 with an
 * identity map of 4 KiB pages, on Slat and on any machine with the memory map of QEMU's virt.
 *
 * It prints a line for each of CHUNKS equal chunks of work: "chunk TICKS INSTRUCTIONS CHECKSUM", in
 * decimal, ticks of the 10 MHz clock. INSTRUCTIONS is instret, which QEMU does not count. Then it
 * ends the machine. bench/guest.sh builds and runs it.
 */
typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned char u8;

#define ROUNDS 500
#define CHUNKS 8

__asm__(".section .text.startup, \"ax\"\n"
        ".globl _start\n"
        "_start:\n"
        "  la sp, stack_top\n"
        "  call map_memory\n"
        "  csrw satp, a0\n"
        "  sfence.vma\n"
        "  call measure\n"
        "  li a7, 8\n" /* SBI legacy shutdown */
        "  ecall\n"
        "1: j 1b\n"
        ".section .bss\n"
        ".align 12\n"
        ".skip 16384\n"
        "stack_top:\n"
        ".text\n");

#define PAGE __attribute__((aligned(4096)))
#define LEAVES 8

static u64 root[512] PAGE;
static u64 middle[512] PAGE;
static u64 leaves[LEAVES][512] PAGE;

static u64 pte(const void *p, u64 flags) { return ((u64)p >> 12 << 10) | flags; }

/* An identity map of 16 MiB of RAM in 4 KiB pages; returns the value for satp. */
u64 map_memory(void)
{
    root[2] = pte(middle, 1);
    for (u64 i = 0; i < LEAVES; i++) {
        middle[i] = pte(leaves[i], 1);
        for (u64 j = 0; j < 512; j++)
            leaves[i][j] = pte((void *)(0x80000000ul + (i << 21) + (j << 12)), 0xcf);
    }
    return 8ul << 60 | (u64)root >> 12;
}

/* A list of 512 nodes in shuffled order: sum it, reverse it. */
struct node {
    struct node *next;
    u64 value;
};

static struct node nodes[512];

static u64 list(u64 seed)
{
    struct node *head = 0;
    for (u32 i = 0; i < 512; i++) {
        struct node *n = &nodes[(i * 167 + seed) & 511];
        n->value = i ^ seed;
        n->next = head;
        head = n;
    }
    u64 sum = 0;
    for (u32 pass = 0; pass < 8; pass++) {
        struct node *reversed = 0;
        while (head) {
            struct node *next = head->next;
            sum = sum * 3 + head->value;
            head->next = reversed;
            reversed = head;
            head = next;
        }
        head = reversed;
    }
    return sum;
}

#define N 24
static int a[N][N], b[N][N], c[N][N];

static u64 matrix(u64 seed)
{
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++) {
            a[i][j] = (int)(i * seed + j);
            b[i][j] = (int)(i ^ j) - (int)seed;
        }
    u64 sum = 0;
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++) {
            int s = 0;
            for (u32 k = 0; k < N; k++)
                s += a[i][k] * b[k][j];
            c[i][j] = s;
            sum += (u64)s;
        }
    return sum;
}

/* Counts numbers, words and blanks in a made-up text. */
static u8 text[4096];

static u64 states(u64 seed)
{
    enum { BLANK, WORD, NUMBER, MIXED } state = BLANK;
    u32 x = (u32)seed | 1;
    for (u32 i = 0; i < sizeof text; i++) {
        x = x * 1664525 + 1013904223;
        text[i] = (u8)(x >> 25) < 16 ? ' ' : (u8)(x >> 25) < 50 ? '0' + (x >> 20) % 10 : 'a' + (x >> 18) % 26;
    }
    u64 counts[4] = {0, 0, 0, 0};
    for (u32 i = 0; i < sizeof text; i++) {
        u8 ch = text[i];
        switch (state) {
        case BLANK:
            state = ch == ' ' ? BLANK : ch <= '9' ? NUMBER : WORD;
            break;
        case WORD:
            state = ch == ' ' ? BLANK : ch <= '9' ? MIXED : WORD;
            break;
        case NUMBER:
            state = ch == ' ' ? BLANK : ch <= '9' ? NUMBER : MIXED;
            break;
        default:
            state = ch == ' ' ? BLANK : MIXED;
        }
        counts[state]++;
    }
    return counts[0] + (counts[1] << 12) + (counts[2] << 24) + (counts[3] << 36);
}

static u64 crc(u64 seed)
{
    u32 r = (u32)seed;
    for (u32 i = 0; i < 1024; i++) {
        r ^= text[i];
        for (u32 k = 0; k < 8; k++)
            r = r >> 1 ^ (r & 1 ? 0xedb88320u : 0);
    }
    return r;
}

static u8 composite[8192];

static u64 sieve(void)
{
    u64 count = 0;
    for (u32 i = 0; i < sizeof composite; i++)
        composite[i] = 0;
    for (u32 i = 2; i < sizeof composite; i++)
        if (!composite[i]) {
            count++;
            for (u32 j = 2 * i; j < sizeof composite; j += i)
                composite[j] = 1;
        }
    return count;
}

u64 work(u64 rounds)
{
    u64 sum = 0;
    for (u64 i = 0; i < rounds; i++) {
        sum = sum * 31 + list(i);
        sum = sum * 31 + matrix(i);
        sum = sum * 31 + states(i);
        sum = sum * 31 + crc(i);
        sum = sum * 31 + sieve();
    }
    return sum;
}

/* SBI legacy console_putchar. */
static void put(char ch)
{
    register u64 a0 __asm__("a0") = (u8)ch;
    register u64 a7 __asm__("a7") = 1;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7) : "a1", "memory");
}

static void put_number(u64 value)
{
    char digits[20];
    u32 n = 0;
    do
        digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    put(' ');
    while (n)
        put(digits[--n]);
}

#define READ(csr) ({ u64 v_; __asm__ volatile("csrr %0, " #csr : "=r"(v_)); v_; })

void measure(void)
{
    for (u32 chunk = 0; chunk < CHUNKS; chunk++) {
        u64 time = READ(time), instructions = READ(instret);
        u64 sum = work(ROUNDS);
        time = READ(time) - time;
        instructions = READ(instret) - instructions;
        for (const char *p = "chunk"; *p; p++)
            put(*p);
        put_number(time);
        put_number(instructions);
        put_number(sum);
        put('\n');
    }
}
