#pragma once
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

struct whisper_context;
struct whisper_state;
struct PrefixTree;
class BytePairs;

/** The work was stopped through Engine::stop. Not an error of the recogniser. */
struct Aborted : std::runtime_error {
    Aborted() : std::runtime_error("aborted") {}
};

/** The weights of one model, read only, shared by any number of engines. */
class Weights {
public:
    /** Reads the file (checked first). Throws std::runtime_error. */
    explicit Weights(const std::string & path);
    ~Weights();
    Weights(const Weights &) = delete;
    Weights & operator=(const Weights &) = delete;
    whisper_context * context = nullptr;
    std::unique_ptr<BytePairs> pairs;
};

/** What stands before the words: language, text said earlier, and words that the audio begins with. */
struct Opening {
    std::string language = "fr"; // ISO 639-1, as Whisper names it
    std::string prompt;          // earlier text: vocabulary and style, never part of the result
    std::string prefix;          // words at the start of this audio, forced
};

/** The likeliest words, token by token. Log-probabilities are natural. */
struct Transcript {
    std::string text;
    std::vector<int> tokens;
    std::vector<float> log_probabilities;
    float end_log_probability = 0; // of ending (or of closing punctuation) where it ended
    float no_speech = 0;           // Whisper's own probability of "nothing said"
    bool looped = false;           // cut because the same tokens came three times in a row
};

/**
 * One whisper_state and what is heard with it: encode once, then ask as often as wanted. Not thread safe, but for `stop`, which
 * any thread may set; every other call then throws Aborted within one graph node (1–22 ms measured for Whisper base).
 */
class Engine {
public:
    Engine(std::shared_ptr<Weights> weights, int threads);
    ~Engine();
    Engine(const Engine &) = delete;
    Engine & operator=(const Engine &) = delete;

    /** `pcm` is 16 kHz mono in −1…1; `audio_ctx` is how many 20 ms positions the encoder sees (1–1500). */
    void encode(const float * pcm, size_t count, int audio_ctx);
    Transcript transcribe(const Opening & opening, int max_tokens);
    /**
     * The likeliest texts that end where Whisper ends them, best first: a beam search `width` wide (1–12) that leaves what is `within`
     * less likely than the best so far. None: all were cut.
     */
    std::vector<Transcript> alternatives(const Opening & opening, int max_tokens, int width, float within);
    /**
     * Log-probability of each text as the whole of what was said (closing included; with "…" at its end, as the beginning of
     * what was said). Candidates share the evaluation of their
     * common beginnings (a prefix tree, searched best first). −Infinity where a branch was left: it was `prune` below the best
     * whole candidate, or `most_rows` evaluations were spent (the candidates lie so close together that nothing is sure).
     */
    std::vector<float> score(const std::vector<std::string> & candidates, const Opening & opening, float prune,
                             size_t most_rows);
    /** Probability of each language among those named. Costs nothing behind a transcription without an earlier text. */
    std::vector<float> languages(const std::vector<std::string> & codes);

    int threads;
    std::atomic<bool> stop{false};

private:
    const std::vector<int> & tokenise(const std::string & text);
    std::vector<int> opening_tokens(const Opening & opening);
    /** Decodes the opening unless it is what the cache holds already; its last row is kept in `first_`. */
    void prime(const Opening & opening);
    void decode();
    void keep_languages(const float * logits);
    void decode_nodes(const PrefixTree & tree, const std::vector<int> & nodes);
    const float * row(int index) const;
    /** Tokens that may still be decoded behind the opening. */
    size_t room() const;
    float log_sum(const float * logits);
    float closing(const float * logits, float log_sum) const;

    std::shared_ptr<Weights> weights_;
    whisper_state * state_ = nullptr;
    std::unordered_map<std::string, std::vector<int>> known_;
    std::vector<int> closing_;     // tokens after which a sentence may be over
    std::vector<int> primed_;      // the opening whose cells lead the cache
    std::vector<float> first_;     // logits after the opening
    std::vector<float> languages_; // logits of every language at the start of this encoding's transcript; empty: not asked yet
    std::vector<float> scratch_;
    float no_speech_ = 0;
    bool encoded_ = false;
};
