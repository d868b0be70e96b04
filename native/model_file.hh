#pragma once
#include <string>

/**
 * Walks a ggml Whisper file from end to end before whisper.cpp reads it: header within the family's ranges, vocabulary, every
 * tensor's head sane and its weights wholly there. whisper.cpp trusts its input (a short read leaves garbage, a wrong number of
 * dimensions overruns the stack), so a half-copied file must never reach it. Throws std::runtime_error.
 */
void check_model_file(const std::string & path);
