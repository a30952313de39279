/* The eight rules over one file in C, with nothing that makes a tool: what the machine allows.
 *
 * It trusts the file to be clean, to have these columns in this order, and to have no quotes. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { NEGATIVE, TOTAL, ORDER, CONDITION, DUPLICATE, RATIO, KIND, RULES };
static const char *names[] = {"negative", "total", "order", "condition", "duplicate", "ratio", "kind"};

static const char *whole(const char *at, int64_t *value) {
    int minus = *at == '-';
    int64_t number = 0;
    for (at += minus; *at >= '0' && *at <= '9'; at++) number = number * 10 + (*at - '0');
    *value = minus ? -number : number;
    return at + 1;
}

int main(int count, char **given) {
    if (count < 3) return 2;
    struct stat about;
    int file = open(given[1], O_RDONLY);
    FILE *cells = fopen(given[2], "w");
    if (file < 0 || !cells || fstat(file, &about)) return 2;
    const char *text = mmap(0, about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (text == MAP_FAILED) return 2;
    const char *end = text + about.st_size, *at = memchr(text, '\n', about.st_size) + 1;
    uint64_t slots = 1024, seen_zero = 0, found[RULES] = {0};
    while (slots * 25 < (uint64_t)about.st_size) slots *= 2;
    uint64_t *seen = calloc(slots, sizeof *seen);
    if (!seen) return 2;
    for (uint64_t line = 2; at < end; line++) {
        uint64_t id = 0;
        int repeated = 0, broken[RULES] = {0};
        for (at++; *at != ','; at++) id = id * 10 + (*at - '0');
        if (id == 0) repeated = seen_zero++ > 0;
        uint64_t slot = ((id * 0x9E3779B97F4A7C15u) >> 20) & (slots - 1);
        while (id && seen[slot]) {
            if (seen[slot] == id) { repeated = 1; break; }
            slot = (slot + 1) & (slots - 1);
        }
        if (id && !repeated) seen[slot] = id;
        char kind = at[1];
        at += 3;
        int64_t five[5], sum = 0, total, x, y, z, units, decimals;
        for (int nth = 0; nth < 5; nth++) {
            at = whole(at, &five[nth]);
            sum += five[nth];
            broken[NEGATIVE] |= five[nth] < 0;
        }
        at = whole(whole(whole(whole(at, &total), &x), &y), &z);
        at = whole(whole(at, &units), &decimals);
        broken[NEGATIVE] |= z < 0;
        broken[TOTAL] = sum != total;
        broken[ORDER] = x > y;
        broken[CONDITION] = kind == 'A' && z <= 0;
        broken[DUPLICATE] = repeated;
        broken[RATIO] = units < 0 || units > 1 || (units == 1 && decimals > 0);
        broken[KIND] = kind < 'A' || kind > 'D';
        for (int rule = 0; rule < RULES; rule++) {
            if (!broken[rule]) continue;
            found[rule]++;
            fprintf(cells, "%llu,%s\n", (unsigned long long)line, names[rule]);
        }
    }
    fclose(cells);
    for (int rule = 0; rule < RULES; rule++)
        printf("%s\"%s\": %llu", rule ? ", " : "{", names[rule], (unsigned long long)found[rule]);
    puts("}");
    return 0;
}
