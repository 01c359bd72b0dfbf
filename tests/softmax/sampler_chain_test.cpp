#include "onedial/softmax/sampler_chain.hpp"

#include "catch.hpp"

using namespace onedial;

TEST_CASE("the text form of a sampler chain is read back to the same text") {
  for (const char* text :
       {"top_k=40,top_p=0.95,temperature=0.8", "temperature=0,greedy", "temperature=inf",
        "logit_bias=3:-inf:17:2.5,penalties=1.1:0.2:-0.3:64,xtc=0.5:0.1", "min_p=0.05,typical_p=0.9",
        "epsilon_cutoff=0.0003,eta_cutoff=0.0006,top_n_sigma=1.5,top_h=0.4", "mirostat=5:0.1:100",
        "dynatemp=0.5:1.5:1,adaptive_temperature,edt=1:0.1,mirostat_v2=3:0.1", "top_p=0.30000000000000004"}) {
    INFO(text);
    CHECK(to_text(parse_sampler_chain(text)) == text);
  }
  CHECK(to_text(parse_sampler_chain(" top_k = 7 , xtc = 0.2 ")) == "top_k=7,xtc=0.2:0.1");
  CHECK(to_text(parse_sampler_chain("xtc")) == "xtc=0.5:0.1");
}

TEST_CASE("one word puts a chain into the order of llama.cpp or of Hugging Face") {
  CHECK(to_text(parse_sampler_chain("llama.cpp,temperature=0.8,top_p=0.9,top_k=40")) ==
        "top_k=40,top_p=0.9,temperature=0.8");
  CHECK(to_text(parse_sampler_chain("hugging-face,top_k=40,top_p=0.9,temperature=0.8")) ==
        "temperature=0.8,top_k=40,top_p=0.9");
  CHECK(to_text(parse_sampler_chain("llama.cpp")) == "top_k=40,top_p=0.95,min_p=0.05,temperature=0.8");
  CHECK(to_text(parse_sampler_chain("hugging-face")) == "temperature=1,top_k=50");
  const std::string all =
      "mirostat,greedy,temperature=1,xtc,eta_cutoff=0,epsilon_cutoff=0,min_p=0,top_h=1,top_p=1,typical_p=1,"
      "top_k=1,top_n_sigma=1,penalties,logit_bias=1:1";
  const auto names = [](const SamplerChain& chain) {
    std::string text;
    for (const SamplerStage& stage : chain) {
      text += std::string(stage_name(stage)) + " ";
    }
    return text;
  };
  CHECK(names(parse_sampler_chain("llama.cpp," + all)) ==
        "logit_bias penalties top_n_sigma top_k typical_p top_p top_h min_p epsilon_cutoff eta_cutoff xtc "
        "temperature greedy mirostat ");
  CHECK(names(parse_sampler_chain("hugging-face," + all)) ==
        "logit_bias penalties temperature top_k top_p top_h min_p typical_p epsilon_cutoff eta_cutoff "
        "top_n_sigma xtc greedy mirostat ");
}

TEST_CASE("a chain that cannot be read is refused with the item and the reason") {
  const auto message = [](const char* text) -> std::string {
    try {
      parse_sampler_chain(text);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "accepted";
  };
  CHECK_THAT(message(""), ContainsSubstring("empty"));
  CHECK_THAT(message("topk=40"), ContainsSubstring("did you mean 'top_k'?"));
  CHECK_THAT(message("top_k=40,temprature=1"), ContainsSubstring("did you mean 'temperature'?"));
  CHECK_THAT(message("frobnicate=1"), ContainsSubstring("the samplers are temperature, top_k"));
  CHECK_THAT(message("top_k"), ContainsSubstring("expected a value"));
  CHECK_THAT(message("top_k=4.5"), ContainsSubstring("k is '4.5', which is not a whole number"));
  CHECK_THAT(message("top_k=0"), ContainsSubstring("top_k (0) must be at least 1"));
  CHECK_THAT(message("top_p=1.5"), ContainsSubstring("top_p (1.5) must be above 0 and at most 1"));
  CHECK_THAT(message("temperature=hot"), ContainsSubstring("temperature is 'hot', which is not a number"));
  CHECK_THAT(message("temperature=-1"), ContainsSubstring("temperature (-1) must be 0 or above"));
  CHECK_THAT(message("temperature=nan"), ContainsSubstring("must be 0 or above"));
  CHECK_THAT(message("greedy=1"), ContainsSubstring("takes no value"));
  CHECK_THAT(message("xtc=0.5:0.1:3"), ContainsSubstring("3 values, but there is room for 2"));
  CHECK_THAT(message("logit_bias=3"), ContainsSubstring("token and bias in turn"));
  CHECK_THAT(message("logit_bias=3:1:3:2"), ContainsSubstring("token 3 twice"));
  CHECK_THAT(message("logit_bias=3:inf"), ContainsSubstring("logit_bias of token 3 (inf)"));
  CHECK_THAT(message("top_k=3,,greedy"), ContainsSubstring("there is no sampler ''"));
  CHECK_THAT(message("mirostat=5,top_k=3"), ContainsSubstring("mirostat must be the last stage, but top_k"));
  CHECK_THAT(message("dynatemp=2:1"), ContainsSubstring("dynatemp high (1) must be at least low (2)"));
  CHECK_THAT(message("min_p=nan"), ContainsSubstring("min_p (nan)"));
  CHECK_THAT(message("penalties=0"), ContainsSubstring("penalties repetition (0)"));
}
