#include "byte_pairs.hh"

#include <limits>

namespace {

enum class Kind { letter, digit, space, other };

struct Character {
    size_t begin;
    size_t length;
    Kind kind;
};

/** By the first byte alone: beyond ASCII all are letters but the general punctuation ("’", "…", U+2000–U+206F) and Latin-1's signs. */
Kind kind_of(const std::string & text, size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
    if (byte == ' ' || (byte >= '\t' && byte <= '\r')) return Kind::space;
    if (byte >= '0' && byte <= '9') return Kind::digit;
    if (byte < 0x80) return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ? Kind::letter : Kind::other;
    if (byte == 0xC2 || (byte == 0xE2 && next <= 0x81)) return Kind::other;
    return Kind::letter;
}

std::vector<Character> characters_of(const std::string & text) {
    std::vector<Character> found;
    for (size_t at = 0; at < text.size();) {
        size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) end++;
        found.push_back({at, end - at, kind_of(text, at)});
        at = end;
    }
    return found;
}

/** GPT-2's words: letters, digits or signs, each with one space before it; what is left of a gap is a word of its own. */
std::vector<std::string> words_of(const std::string & text) {
    const auto characters = characters_of(text);
    const size_t count = characters.size();
    const auto part = [&](size_t from, size_t to) {
        const size_t begin = characters[from].begin;
        return text.substr(begin, characters[to - 1].begin + characters[to - 1].length - begin);
    };
    std::vector<std::string> words;
    for (size_t at = 0; at < count;) {
        size_t first = at;
        if (text[characters[at].begin] == ' ' && at + 1 < count && characters[at + 1].kind != Kind::space) first++;
        const Kind kind = characters[first].kind;
        size_t end = first;
        while (end < count && characters[end].kind == kind) end++;
        // The last space of a gap belongs to the word behind it.
        if (kind == Kind::space && end < count && end - at > 1) end--;
        words.push_back(part(at, end));
        at = end;
    }
    return words;
}

} // namespace

BytePairs::BytePairs(const std::vector<std::string> & pieces) {
    for (size_t token = 0; token < pieces.size(); token++) ranks_.emplace(pieces[token], static_cast<int>(token));
}

std::vector<int> BytePairs::cut(const std::string & text) const {
    std::vector<int> tokens;
    for (const auto & word : words_of(text)) cut_word(word, tokens);
    return tokens;
}

void BytePairs::cut_word(const std::string & word, std::vector<int> & tokens) const {
    std::vector<std::string> parts;
    for (const char byte : word) parts.emplace_back(1, byte);
    while (parts.size() > 1) {
        int lowest = std::numeric_limits<int>::max();
        size_t where = 0;
        for (size_t i = 0; i + 1 < parts.size(); i++) {
            const auto pair = ranks_.find(parts[i] + parts[i + 1]);
            if (pair == ranks_.end() || pair->second >= lowest) continue;
            lowest = pair->second;
            where = i;
        }
        if (lowest == std::numeric_limits<int>::max()) break;
        parts[where] += parts[where + 1];
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(where) + 1);
    }
    for (const auto & part : parts) {
        const auto piece = ranks_.find(part);
        if (piece != ranks_.end()) tokens.push_back(piece->second);
    }
}
