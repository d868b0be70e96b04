#pragma once
#include <cstddef>
#include <vector>

/** " ", never a first word. */
constexpr int BLANK_TOKEN = 220;
/** A tail repeated this often is a loop: reduced contexts make Whisper repeat itself on short audio. */
constexpr size_t LOOP_REPEATS = 3;

inline bool loops(const std::vector<int> & tokens) {
    const size_t count = tokens.size();
    if (count < 6) return false;
    for (size_t period = 1; period <= count / LOOP_REPEATS; period++) {
        if (period == 1 && count < 8) continue; // "non non non" is an answer
        bool same = true;
        for (size_t i = 0; i < (LOOP_REPEATS - 1) * period && same; i++)
            same = tokens[count - 1 - i] == tokens[count - 1 - i - period];
        if (same) return true;
    }
    return false;
}
