#include "model_file.hh"
#include "ggml.h"
#include <cstdint>
#include <fstream>
#include <stdexcept>

namespace {

constexpr uint32_t MAGIC = 0x67676d6c; // "ggml"

[[noreturn]] void damaged(const char * what) { throw std::runtime_error(std::string("damaged model file: ") + what); }

/** Reads numbers and skips blocks, never past the end. */
class Reader {
public:
    explicit Reader(const std::string & path) : file_(path, std::ios::binary | std::ios::ate) {
        if (!file_) throw std::runtime_error("cannot open model file");
        left_ = static_cast<uint64_t>(file_.tellg());
        file_.seekg(0);
    }

    template <typename T> T number() {
        T value{};
        if (left_ < sizeof value) damaged("too short");
        file_.read(reinterpret_cast<char *>(&value), sizeof value);
        left_ -= sizeof value;
        return value;
    }

    void skip(uint64_t bytes) {
        if (bytes > left_) damaged("too short");
        file_.seekg(static_cast<std::streamoff>(bytes), std::ios::cur);
        left_ -= bytes;
    }

    uint64_t left() const { return left_; }

private:
    std::ifstream file_;
    uint64_t left_ = 0;
};

void expect(bool holds, const char * what) { if (!holds) damaged(what); }

/** Eleven int32 in the order of whisper_hparams; ranges from tiny to large-v3. Returns the number of mel bands. */
int32_t check_header(Reader & in) {
    expect(in.number<uint32_t>() == MAGIC, "not a ggml file");
    const auto vocabulary = in.number<int32_t>();
    const auto audio_ctx = in.number<int32_t>(), audio_state = in.number<int32_t>();
    const auto audio_head = in.number<int32_t>(), audio_layer = in.number<int32_t>();
    const auto text_ctx = in.number<int32_t>(), text_state = in.number<int32_t>();
    const auto text_head = in.number<int32_t>(), text_layer = in.number<int32_t>();
    const auto mels = in.number<int32_t>(), type = in.number<int32_t>();
    expect(vocabulary >= 51864 && vocabulary <= 51900, "vocabulary size");
    expect(audio_ctx == 1500 && text_ctx == 448, "context size");
    expect(audio_state >= 384 && audio_state <= 1280 && audio_state == text_state, "width");
    expect(audio_head >= 6 && audio_head <= 20 && audio_head == text_head, "heads");
    expect(audio_layer >= 4 && audio_layer <= 32 && text_layer >= 2 && text_layer <= 32, "layers");
    expect(mels == 80 || mels == 128, "mel bands");
    expect(type >= 0 && type % 1000 < 64, "weight type"); // thousands hold the quantisation version
    return mels;
}

void check_vocabulary(Reader & in, int32_t mels) {
    expect(in.number<int32_t>() == mels, "mel filters");
    expect(in.number<int32_t>() == 201, "mel filters"); // n_fft 400 / 2 + 1
    in.skip(static_cast<uint64_t>(mels) * 201 * sizeof(float));
    const auto words = in.number<int32_t>();
    expect(words > 50000 && words <= 51900, "vocabulary");
    for (int32_t i = 0; i < words; i++) {
        const auto bytes = in.number<uint32_t>();
        expect(bytes <= 1024, "vocabulary entry");
        in.skip(bytes);
    }
}

void check_tensor(Reader & in) {
    const auto dimensions = in.number<int32_t>(), name_bytes = in.number<int32_t>(), type = in.number<int32_t>();
    expect(dimensions >= 1 && dimensions <= 4 && name_bytes > 0 && name_bytes < 256, "tensor head");
    expect(type >= 0 && type < GGML_TYPE_COUNT, "tensor type");
    const auto kind = static_cast<ggml_type>(type);
    uint64_t elements = 1;
    for (int32_t i = 0; i < dimensions; i++) {
        const auto size = in.number<int32_t>();
        expect(size > 0 && size <= 1 << 20, "tensor shape");
        elements *= static_cast<uint64_t>(size);
        expect(elements <= uint64_t{1} << 32, "tensor shape");
    }
    in.skip(static_cast<uint64_t>(name_bytes));
    const auto block = static_cast<uint64_t>(ggml_blck_size(kind));
    expect(block > 0 && elements % block == 0, "tensor type");
    in.skip(elements / block * ggml_type_size(kind));
}

} // namespace

void check_model_file(const std::string & path) {
    Reader in(path);
    const auto mels = check_header(in);
    check_vocabulary(in, mels);
    while (in.left() > 0) check_tensor(in);
}
