// ggml asks `llamafile_sgemm` for its matrix products. Those of a decoder's step are answered here, the rest by the file that ggml
// carries, included under another name.
#define llamafile_sgemm carried_sgemm
#include "llamafile/sgemm.cpp"
#undef llamafile_sgemm

#include <algorithm>
#include <cstdint>

/**
 * A step of the decoder multiplies all its weights (97 MB in Whisper base) with one column for each text that is followed: it can be as
 * fast as memory is read. ggml reads them once for every three columns, several rows side by side, and converts both sides again in
 * each tile; here they are read once, in the order in which they lie, and converted once for six columns, which stay in the first
 * cache in single precision. One thread, Whisper base: a step of one column 15 → 11 ms, a search with five texts 318 → 180 ms.
 */
#if defined(__AVX2__) && defined(__F16C__) && defined(__FMA__)
namespace {

typedef float Lanes __attribute__((vector_size(32), aligned(sizeof(float)), may_alias));
constexpr int LANES = 8;

constexpr int64_t COLUMNS_AT_ONCE = 6;
/** As many as are ever scored together; more were not measured. */
constexpr int64_t MOST_COLUMNS = 12;
/** Rows that the first six columns have brought into the first cache are there for the next six. */
constexpr int64_t ROWS_AT_ONCE = 16;
/** A row's length is a multiple of it: the most that one turn of the inner loop takes. */
constexpr int64_t STEP = 8 * LANES;
/** Weights between what is used and what is asked of memory: 4 KB; 2 and 8 KB measured no better. */
constexpr int64_t AHEAD = 2048, LINE = 64 / sizeof(ggml_fp16_t);

/** result[column][row] = Σ weights[row][i] · columns[column][i]; strides in elements. */
struct Product {
    int64_t depth;
    const ggml_fp16_t * weights;
    int64_t weights_stride;
    const float * columns;
    int64_t columns_stride;
    float * result;
    int64_t result_stride;
};

inline Lanes wide(const ggml_fp16_t * halves) {
    return (Lanes) _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i *>(halves)));
}

inline float total(Lanes lanes) {
    float sum = 0;
    for (int i = 0; i < LANES; i++) sum += lanes[i];
    return sum;
}

/** One row with `COLUMNS` columns; `DEEP` sums for each, so that the multiplier never waits for one. */
template <int COLUMNS> void multiply(const Product & p, int64_t row, int64_t column) {
    constexpr int DEEP = COLUMNS == 1 ? 8 : COLUMNS <= 3 ? 4 : 2;
    const auto * weights = p.weights + row * p.weights_stride;
    const auto * columns = p.columns + column * p.columns_stride;
    Lanes sums[DEEP][COLUMNS];
    for (auto & of_depth : sums)
        for (auto & sum : of_depth) sum = Lanes{};
    for (int64_t at = 0; at < p.depth; at += DEEP * LANES) {
        for (int64_t line = 0; line < DEEP * LANES; line += LINE) __builtin_prefetch(weights + at + line + AHEAD);
        for (int d = 0; d < DEEP; d++) {
            const Lanes left = wide(weights + at + d * LANES);
            for (int c = 0; c < COLUMNS; c++)
                sums[d][c] += left * *reinterpret_cast<const Lanes *>(columns + c * p.columns_stride + at + d * LANES);
        }
    }
    for (int c = 0; c < COLUMNS; c++) {
        for (int d = 1; d < DEEP; d++) sums[0][c] += sums[d][c];
        p.result[(column + c) * p.result_stride + row] = total(sums[0][c]);
    }
}

void multiply(const Product & p, int64_t row, int64_t column, int64_t count) {
    switch (count) {
        case 1: return multiply<1>(p, row, column);
        case 2: return multiply<2>(p, row, column);
        case 3: return multiply<3>(p, row, column);
        case 4: return multiply<4>(p, row, column);
        case 5: return multiply<5>(p, row, column);
        default: return multiply<COLUMNS_AT_ONCE>(p, row, column);
    }
}

/** Rows `from` to `to` with all `n` columns. */
void multiply_rows(const Product & p, int64_t from, int64_t to, int64_t n) {
    for (int64_t block = from; block < to; block += ROWS_AT_ONCE)
        for (int64_t column = 0; column < n; column += COLUMNS_AT_ONCE)
            for (int64_t row = block; row < std::min(to, block + ROWS_AT_ONCE); row++)
                multiply(p, row, column, std::min(COLUMNS_AT_ONCE, n - column));
}

} // namespace
#endif

extern "C" bool llamafile_sgemm(const ggml_compute_params * params, int64_t m, int64_t n, int64_t k, const void * a, int64_t lda,
                                const void * b, int64_t ldb, void * c, int64_t ldc, int a_type, int b_type, int c_type) {
#if defined(__AVX2__) && defined(__F16C__) && defined(__FMA__)
    const bool typed = a_type == GGML_TYPE_F16 && b_type == GGML_TYPE_F32 && c_type == GGML_TYPE_F32;
    if (typed && n <= MOST_COLUMNS && k % STEP == 0) {
        const Product product{k, static_cast<const ggml_fp16_t *>(a), lda, static_cast<const float *>(b), ldb, static_cast<float *>(c), ldc};
        const int64_t share = (m + params->nth - 1) / params->nth, from = std::min(m, share * params->ith);
        multiply_rows(product, from, std::min(m, from + share), n);
        return true;
    }
#endif
    return carried_sgemm(params, m, n, k, a, lda, b, ldb, c, ldc, a_type, b_type, c_type);
}
