// The upstream file is included, not patched: its graphs, caches and states are internal, and encoding once to ask several
// times, teacher forcing and abort need them.
#include "whisper.cpp"

#include "byte_pairs.hh"
#include "engine.hh"
#include "model_file.hh"
#include "prefix_tree.hh"
#include "tokens.hh"
#include "ggml-cpu.h"
#include "vec.h"
#include <algorithm>
#include <cmath>

namespace {

/** The questions are always the same. */
constexpr size_t MOST_KNOWN = 20000;
/** Branches evaluated together: a row costs 3–7 ms, less the more there are at once (Whisper base, one thread). */
constexpr size_t BATCH_NODES = 12;

/** A candidate that ends like this may go on: its closing is not asked for. */
const std::string GOES_ON = "…";

bool ends_with(const std::string & text, const std::string & end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/**
 * Leaves out the last few timestamp tokens (never used here) so that the vocabulary is a multiple of 8: ggml's matrix product
 * works in tiles of 4 to 16 rows and falls back to single dot products on 51,865. Scoring 8 branches: 45 → 35 ms.
 */
void trim_vocabulary(whisper_model & model) {
    const int trimmed = model.hparams.n_vocab / 8 * 8;
    auto * embeddings = model.d_te;
    embeddings->ne[1] = trimmed;
    embeddings->nb[2] = embeddings->nb[1] * static_cast<size_t>(trimmed);
    embeddings->nb[3] = embeddings->nb[2];
    model.hparams.n_vocab = trimmed;
}

} // namespace

Weights::Weights(const std::string & path) {
    check_model_file(path);
    auto params = whisper_context_default_params();
    params.use_gpu = false;
    params.flash_attn = false;
    context = whisper_init_from_file_with_params_no_state(path.c_str(), params);
    if (context == nullptr) throw std::runtime_error("damaged model file: refused by whisper.cpp");
    trim_vocabulary(context->model);
    std::vector<std::string> pieces;
    for (int token = 0; token < whisper_token_eot(context); token++) pieces.push_back(context->vocab.id_to_token.at(token));
    pairs = std::make_unique<BytePairs>(pieces);
}

Weights::~Weights() { whisper_free(context); }

Engine::Engine(std::shared_ptr<Weights> weights, int threads) : threads(threads), weights_(std::move(weights)) {
    auto * context = weights_->context;
    state_ = whisper_init_state(context);
    if (state_ == nullptr) throw std::runtime_error("no memory for a recognition session");
    for (auto * backend : state_->backends) {
        if (!ggml_backend_is_cpu(backend)) continue;
        const auto stopped = [](void * flag) { return static_cast<std::atomic<bool> *>(flag)->load(); };
        ggml_backend_cpu_set_abort_callback(backend, stopped, &stop);
    }
    for (const char * mark : {".", ",", "!", "?", "..."}) {
        const auto tokens = tokenise(mark);
        if (tokens.size() == 1) closing_.push_back(tokens[0]);
    }
    closing_.push_back(whisper_token_eot(context));
}

Engine::~Engine() { whisper_free_state(state_); }

const std::vector<int> & Engine::tokenise(const std::string & text) {
    const auto known = known_.find(text);
    if (known != known_.end()) return known->second;
    if (known_.size() >= MOST_KNOWN) known_.clear();
    return known_[text] = weights_->pairs->cut(text);
}

const float * Engine::row(int index) const {
    return state_->logits.data() + static_cast<size_t>(index) * weights_->context->model.hparams.n_vocab;
}

size_t Engine::room() const {
    const size_t cells = static_cast<size_t>(state_->kv_self.size) - primed_.size();
    return std::min(cells, static_cast<size_t>(weights_->context->model.hparams.n_text_ctx));
}

float Engine::log_sum(const float * logits) {
    const int count = weights_->context->model.hparams.n_vocab;
    float top = 0;
    // ggml's vector routines: 52,000 scalar exponentials cost 0.4 ms a row, a tenth of the decoding itself.
    ggml_vec_max_f32(count, &top, logits);
    scratch_.resize(static_cast<size_t>(count));
    return top + static_cast<float>(log(ggml_vec_soft_max_f32(count, scratch_.data(), logits, top)));
}

float Engine::closing(const float * logits, float sum) const {
    float probability = 0;
    for (int token : closing_) probability += expf(logits[token] - sum);
    return logf(probability + 1e-30f);
}

void Engine::encode(const float * pcm, size_t count, int audio_ctx) {
    encoded_ = false;
    primed_.clear();
    languages_.clear();
    if (stop) throw Aborted();
    if (whisper_pcm_to_mel_with_state(weights_->context, state_, pcm, static_cast<int>(count), threads) != 0)
        throw std::runtime_error("no spectrum could be made");
    state_->exp_n_audio_ctx = audio_ctx;
    const auto stopped = [](void * flag) { return static_cast<std::atomic<bool> *>(flag)->load(); };
    const bool done = whisper_encode_internal(*weights_->context, *state_, 0, threads, stopped, &stop);
    if (stop) throw Aborted();
    if (!done) throw std::runtime_error("encoding failed");
    encoded_ = true;
}

std::vector<int> Engine::opening_tokens(const Opening & opening) {
    auto * context = weights_->context;
    std::vector<int> tokens;
    const auto append = [&](const std::vector<int> & more) { tokens.insert(tokens.end(), more.begin(), more.end()); };
    if (!opening.prompt.empty()) {
        tokens.push_back(whisper_token_prev(context));
        append(tokenise(opening.prompt));
    }
    const int language = whisper_lang_id(opening.language.c_str());
    if (language < 0) throw std::runtime_error("unknown language");
    append({whisper_token_sot(context), whisper_token_lang(context, language), whisper_token_transcribe(context)});
    tokens.push_back(whisper_token_not(context));
    append(tokenise(opening.prefix));
    // Half of the text context: the rest is for the words themselves.
    if (tokens.size() > 224) throw std::runtime_error("prompt too long");
    return tokens;
}

void Engine::decode() {
    auto & batch = state_->batch;
    const bool done = whisper_decode_internal(*weights_->context, *state_, batch, threads, false, nullptr, nullptr);
    if (stop) throw Aborted();
    if (!done) throw std::runtime_error("decoding failed");
}

void Engine::prime(const Opening & opening) {
    if (!encoded_) throw std::runtime_error("nothing is encoded");
    const auto tokens = opening_tokens(opening);
    const int length = static_cast<int>(tokens.size());
    auto & cache = state_->kv_self;
    if (tokens == primed_) {
        // Every cell behind the opening goes, whatever branch it was of; the opening stays with the root alone.
        whisper_kv_cache_seq_rm(cache, -1, length, -1);
        for (auto & cell : cache.cells)
            if (cell.pos >= 0) cell.seq_id = {0};
        cache.head = static_cast<uint32_t>(length);
        return;
    }
    primed_.clear();
    whisper_kv_cache_clear(cache);
    auto & batch = state_->batch;
    whisper_batch_prep_legacy(batch, tokens.data(), length, 0, 0);
    const int sot = whisper_token_sot(weights_->context);
    const int start = static_cast<int>(std::find(tokens.begin(), tokens.end(), sot) - tokens.begin());
    batch.logits[start] = 1;
    decode();
    // Whisper was trained to tell "no speech" at the start-of-transcript token.
    no_speech_ = expf(row(start)[whisper_token_nosp(weights_->context)] - log_sum(row(start)));
    // What is said before the start of the transcript would speak for its own language.
    if (start == 0) keep_languages(row(start));
    first_.assign(row(length - 1), row(length - 1) + weights_->context->model.hparams.n_vocab);
    primed_ = tokens;
}

Transcript Engine::transcribe(const Opening & opening, int max_tokens) {
    prime(opening);
    Transcript result;
    result.no_speech = no_speech_;
    const int end = whisper_token_eot(weights_->context);
    int past = static_cast<int>(primed_.size());
    const int limit = std::min(max_tokens, weights_->context->model.hparams.n_text_ctx - past - 1);
    const float * logits = first_.data();
    for (int step = 0; step < limit; step++) {
        const float sum = log_sum(logits);
        int best = step == 0 ? 0 : end;
        for (int token = 0; token < end; token++) {
            if (step == 0 && token == BLANK_TOKEN) continue;
            if (logits[token] > logits[best]) best = token;
        }
        result.end_log_probability = closing(logits, sum);
        if (best == end) break;
        result.tokens.push_back(best);
        result.log_probabilities.push_back(logits[best] - sum);
        result.text += whisper_token_to_str(weights_->context, best);
        result.looped = loops(result.tokens);
        if (result.looped) break;
        whisper_batch_prep_legacy(state_->batch, &best, 1, past++, 0);
        decode();
        logits = row(0);
    }
    return result;
}

void Engine::decode_nodes(const PrefixTree & tree, const std::vector<int> & nodes) {
    auto & batch = state_->batch;
    batch.n_tokens = static_cast<int>(nodes.size());
    for (int i = 0; i < batch.n_tokens; i++) {
        const auto & node = tree.nodes[nodes[i]];
        // Sequence id = node: it sees its ancestors' cells and its own, nothing of its siblings.
        whisper_kv_cache_seq_cp(state_->kv_self, node.parent, nodes[i], 0, -1);
        batch.token[i] = node.token;
        batch.pos[i] = static_cast<int>(primed_.size()) + node.depth - 1;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = nodes[i];
        batch.logits[i] = 1;
    }
    // Copying sequences rewinds the head to the start; what is used grows without holes.
    decode();
}

std::vector<float> Engine::score(const std::vector<std::string> & candidates, const Opening & opening, float prune,
                                 size_t most_rows) {
    prime(opening);
    PrefixTree tree;
    for (size_t i = 0; i < candidates.size(); i++) {
        const bool open = ends_with(candidates[i], GOES_ON);
        const auto text = open ? candidates[i].substr(0, candidates[i].size() - GOES_ON.size()) : candidates[i];
        tree.add(tokenise(text), i, open);
    }

    std::vector<float> result(candidates.size(), -INFINITY);
    const size_t most = std::min(most_rows, room());
    float best = -INFINITY; // of what is whole
    size_t used = 0;

    std::vector<int> open;
    const auto expand = [&](int node, const float * logits) {
        const float sum = log_sum(logits), so_far = tree.nodes[node].log_probability;
        for (const auto & [candidate, open] : tree.nodes[node].ends) {
            result[candidate] = so_far + (open ? 0 : closing(logits, sum));
            best = std::max(best, result[candidate]);
        }
        for (const auto & [token, child] : tree.nodes[node].children) {
            tree.nodes[child].log_probability = so_far + logits[token] - sum;
            tree.nodes[child].depth = tree.nodes[node].depth + 1;
            open.push_back(child);
        }
    };
    expand(0, first_.data());

    // Best first, a few at a time: a path's probability bounds all that continues it, so what is whole and best is exact.
    const auto likelier = [&](int a, int b) { return tree.nodes[a].log_probability > tree.nodes[b].log_probability; };
    while (!open.empty()) {
        std::sort(open.begin(), open.end(), likelier);
        const float floor = std::max(best, tree.nodes[open[0]].log_probability) - prune;
        if (tree.nodes[open[0]].log_probability < floor) break;
        std::vector<int> batch_nodes;
        while (batch_nodes.size() < std::min({open.size(), BATCH_NODES, most - used})) {
            const int node = open[batch_nodes.size()];
            if (tree.nodes[node].log_probability < floor) break; // not yet worth its row
            batch_nodes.push_back(node);
        }
        if (batch_nodes.empty()) break;
        open.erase(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(batch_nodes.size()));
        used += batch_nodes.size();
        decode_nodes(tree, batch_nodes);
        for (size_t i = 0; i < batch_nodes.size(); i++) expand(batch_nodes[i], row(static_cast<int>(i)));
    }
    return result;
}

std::vector<float> Engine::languages(const std::vector<std::string> & codes) {
    if (!encoded_) throw std::runtime_error("nothing is encoded");
    if (languages_.empty()) {
        primed_.clear();
        whisper_kv_cache_clear(state_->kv_self);
        const int start = whisper_token_sot(weights_->context);
        whisper_batch_prep_legacy(state_->batch, &start, 1, 0, 0);
        decode();
        keep_languages(row(0));
    }
    std::vector<float> result;
    float total = 0;
    for (const auto & code : codes) {
        const int language = whisper_lang_id(code.c_str());
        if (language < 0) throw std::runtime_error("unknown language");
        result.push_back(languages_[static_cast<size_t>(language)]);
    }
    const float top = result.empty() ? 0 : *std::max_element(result.begin(), result.end());
    for (float & value : result) total += value = expf(value - top);
    for (float & value : result) value /= total;
    return result;
}

void Engine::keep_languages(const float * logits) {
    languages_.clear();
    for (int language = 0; language <= whisper_lang_max_id(); language++)
        languages_.push_back(logits[whisper_token_lang(weights_->context, language)]);
}
