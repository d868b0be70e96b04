#pragma once
#include <string>
#include <unordered_map>
#include <vector>

/**
 * Cuts text as Whisper writes it: by byte pairs, the earliest learnt first (Sennrich et al., Neural Machine Translation of Rare Words with
 * Subword Units, 2016). whisper.cpp takes the longest piece of the vocabulary instead: " janvier", " huit", "trente" come out
 * otherwise than the model was trained to write them, and are scored too low.
 */
class BytePairs {
  public:
    /** The rank of a pair is the number of the token that it makes: Whisper's vocabulary is in the order of learning. */
    explicit BytePairs(const std::vector<std::string> & pieces);

    std::vector<int> cut(const std::string & text) const;

  private:
    std::unordered_map<std::string, int> ranks_;

    void cut_word(const std::string & word, std::vector<int> & tokens) const;
};
