#include "engine.hh"
#include "prefix_tree.hh"
#include "tokens.hh"
#include "whisper.h"
#include <algorithm>
#include <cmath>

namespace {

/** A step of the search: one more token behind a node, or the end of the text (token −1). */
struct Step {
    int node = 0;
    int token = -1;
    float log_probability = 0; // of the whole text so far
};

bool likelier(const Step & a, const Step & b) { return a.log_probability > b.log_probability; }

/** The `count` likeliest continuations of `node`, its end among them; a text is not empty and begins with no blank. */
void add_steps(std::vector<Step> & steps, const PrefixTree & tree, int node, const float * logits, float sum, int end,
               size_t count) {
    std::vector<Step> own;
    for (int token = 0; token <= end; token++) {
        if (node == 0 && (token == BLANK_TOKEN || token == end)) continue;
        const float so_far = tree.nodes[node].log_probability + logits[token] - sum;
        if (own.size() == count && so_far <= own.back().log_probability) continue;
        if (own.size() == count) own.pop_back();
        const Step step{node, token == end ? -1 : token, so_far};
        own.insert(std::upper_bound(own.begin(), own.end(), step, likelier), step);
    }
    steps.insert(steps.end(), own.begin(), own.end());
}

std::vector<int> tokens_of(const PrefixTree & tree, int node) {
    std::vector<int> tokens;
    for (int at = node; at > 0; at = tree.nodes[at].parent) tokens.push_back(tree.nodes[at].token);
    std::reverse(tokens.begin(), tokens.end());
    return tokens;
}

} // namespace

std::vector<Transcript> Engine::alternatives(const Opening & opening, int max_tokens, int width, float within) {
    prime(opening);
    const int end = whisper_token_eot(weights_->context);
    const size_t most = static_cast<size_t>(std::clamp(width, 1, 12));
    const int limit = std::min(max_tokens, static_cast<int>(room()) / static_cast<int>(most));

    PrefixTree tree;
    std::vector<Step> ended, steps;
    add_steps(steps, tree, 0, first_.data(), log_sum(first_.data()), end, most);
    for (int depth = 1; depth <= limit; depth++) {
        std::sort(steps.begin(), steps.end(), likelier);
        // A text only grows less likely: what lies so far below a whole one, or below the likeliest that goes on, is left.
        const float best = std::max(ended.empty() ? -INFINITY : ended[0].log_probability, steps[0].log_probability);
        std::vector<int> nodes;
        for (size_t i = 0; i < std::min(steps.size(), most); i++) {
            const auto & step = steps[i];
            if (step.log_probability < best - within) break;
            if (step.token < 0) {
                ended.push_back(step);
                continue;
            }
            const int fresh = static_cast<int>(tree.nodes.size());
            tree.nodes.emplace_back();
            auto & node = tree.nodes.back();
            node.token = step.token;
            node.parent = step.node;
            node.log_probability = step.log_probability;
            node.depth = depth;
            if (!loops(tokens_of(tree, fresh))) nodes.push_back(fresh);
        }
        std::sort(ended.begin(), ended.end(), likelier);
        // Whatever goes on below the last that is kept cannot pass it any more.
        const bool full = ended.size() >= most;
        if (nodes.empty() || (full && tree.nodes[nodes[0]].log_probability <= ended[most - 1].log_probability)) break;
        decode_nodes(tree, nodes);
        steps.clear();
        for (size_t i = 0; i < nodes.size(); i++) {
            const float * logits = row(static_cast<int>(i));
            add_steps(steps, tree, nodes[i], logits, log_sum(logits), end, most);
        }
    }

    std::vector<Transcript> result;
    for (size_t i = 0; i < std::min(ended.size(), most); i++) {
        Transcript text;
        text.tokens = tokens_of(tree, ended[i].node);
        text.no_speech = no_speech_;
        float before = 0;
        for (int at = ended[i].node; at > 0; at = tree.nodes[at].parent) {
            before = tree.nodes[at].parent > 0 ? tree.nodes[tree.nodes[at].parent].log_probability : 0;
            text.log_probabilities.insert(text.log_probabilities.begin(), tree.nodes[at].log_probability - before);
        }
        text.end_log_probability = ended[i].log_probability - tree.nodes[ended[i].node].log_probability;
        for (int token : text.tokens) text.text += whisper_token_to_str(weights_->context, token);
        result.push_back(std::move(text));
    }
    return result;
}
