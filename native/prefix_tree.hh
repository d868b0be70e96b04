#pragma once
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

/** Token sequences merged by their common beginnings; node 0 is the empty sequence. */
struct PrefixTree {
    struct Node {
        int token = -1;
        int parent = -1;
        float log_probability = 0;  // of the tokens from the root to here
        int depth = 0;              // tokens from the root; 0 until its log-probability is known
        std::map<int, int> children; // token → node
        std::vector<std::pair<size_t, bool>> ends; // candidates that are whole here, and whether more may follow
    };
    std::vector<Node> nodes = std::vector<Node>(1);

    void add(const std::vector<int> & tokens, size_t candidate, bool open) {
        int at = 0;
        for (int token : tokens) {
            const auto known = nodes[at].children.find(token);
            if (known != nodes[at].children.end()) {
                at = known->second;
                continue;
            }
            const int fresh = static_cast<int>(nodes.size());
            nodes[at].children[token] = fresh;
            nodes.emplace_back();
            nodes.back().token = token;
            nodes.back().parent = at;
            at = fresh;
        }
        nodes[at].ends.emplace_back(candidate, open);
    }
};
