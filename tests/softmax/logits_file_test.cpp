#include "onedial/softmax/logits_file.hpp"

#include <zlib.h>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TokenLogits read(const std::string& bytes, const std::string& name = "logits") {
  const ScratchDirectory scratch;
  return read_logits(scratch.write(name, bytes));
}

std::string error_of(const std::string& bytes, const std::string& name = "logits") {
  const std::string message = message_of<InputError>([&] { read(bytes, name); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

template <class Real>
std::string bytes_of(const std::vector<Real>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Real)};
}

std::string npy(const std::string& type, const std::string& shape, const std::string& data) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  header.resize(118, ' ');
  header.back() = '\n';
  return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + data;
}

const std::vector<double> three = {2, 1, 0.5};

}  // namespace

TEST_CASE("logits are read in every format") {
  CHECK(read("2\n1\n0.5\n").logits == three);
  CHECK(read("2\n\n1\r\n0.5").logits == three);
  CHECK(read("[2, 1, 0.5]").logits == three);
  CHECK(read("{\"logits\": [2, 1, 0.5], \"N\": 3}").logits == three);
  CHECK(read(bytes_of<float>({2, 1, 0.5F}), "x.f32").logits == three);
  CHECK(read(npy("<f4", "3,", bytes_of<float>({2, 1, 0.5F}))).logits == three);
  CHECK(read(npy("<f8", "3,", bytes_of<double>({2, 1, 0.5}))).logits == three);
  CHECK(read(npy("<i8", "3,", bytes_of<std::int64_t>({2, 1, -5}))).logits == std::vector<double>{2, 1, -5});
  CHECK(parse_logits("2,1,0.5").logits == three);
  CHECK(parse_logits(" 2 , +1,5e-1").logits == three);
  CHECK(read("2\n1\n0.5\n").tokens.empty());
}

TEST_CASE("tokens are read with their logits") {
  const std::vector<std::string> names = {"a", "b, c", "#"};
  for (const char* text : {"# a comment\na\t2\nb, c\t1\n#\t0.5\n", "token\tlogit\na\t2\nb, c\t1\n#\t0.5\n",
                           "token,logit\na,2\n\"b, c\",1\n#,0.5\n", "{\"a\": 2, \"b, c\": 1, \"#\": 0.5}",
                           "{\"tokens\": [\"a\", \"b, c\", \"#\"], \"logits\": [2, 1, 0.5]}"}) {
    INFO(text);
    const TokenLogits result = read(text);
    CHECK(result.logits == three);
    CHECK(result.tokens == names);
  }
  CHECK(read("\"say \"\"hi\"\"\",1\n").tokens[0] == "say \"hi\"");
}

TEST_CASE("minus infinity is a token that is never drawn") {
  CHECK(read("1\n-inf\n").logits == std::vector<double>{1, -infinity});
  CHECK(read("[1, \"-inf\"]").logits == std::vector<double>{1, -infinity});
  CHECK(parse_logits("1,-inf").logits == std::vector<double>{1, -infinity});
}

TEST_CASE("gzipped files are unpacked") {
  const ScratchDirectory scratch;
  const std::string path = (scratch / "logits.tsv.gz").string();
  gzFile file = gzopen(path.c_str(), "wb");
  const std::string text = "a\t2\nb\t1\n";
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  CHECK(read_logits(path).tokens == std::vector<std::string>{"a", "b"});
  const std::string packed = read_bytes(path);
  CHECK_THAT(error_of(packed.substr(0, packed.size() - 9)), ContainsSubstring("cut short"));
}

TEST_CASE("a table of logits is read by its header, and a ragged one is refused") {
  const TokenLogits named = read("token,logit,prob\na,1,0.7\n\"b,c\",0,0.3\n");
  CHECK(named.tokens == std::vector<std::string>{"a", "b,c"});
  CHECK(named.logits == std::vector<double>{1, 0});
  CHECK(read("logit,token\n1,a\n0,b\n").tokens == std::vector<std::string>{"a", "b"});
  CHECK(read("a,b\t1\n,\t0\n").tokens == std::vector<std::string>{"a,b", ","});
  CHECK_THAT(error_of("2,1,0.5\n"), ContainsSubstring("logits:1: 3 columns; a logit"));
  CHECK_THAT(error_of("a,b,c\n1,2,3\n"), ContainsSubstring("logits:1: 3 columns; a logit"));
  CHECK_THAT(error_of("a\t1\nb\t2\t3\n"), ContainsSubstring("logits:2: 3 columns, unlike the 2"));
  CHECK_THAT(error_of("1,2,3\n4,5\n"), ContainsSubstring("logits:1: 3 columns"));
}

TEST_CASE("a bad first line is no header") {
  CHECK_THAT(error_of("1e400\n1\n0\n"), ContainsSubstring("logits:1: '1e400' is not a number"));
  CHECK_THAT(error_of("2.O\n1\n0\n"), ContainsSubstring("logits:1: '2.O' is not a number"));
  CHECK_THAT(error_of("1 2 3\n"), ContainsSubstring("logits:1: '1 2 3' is not a number"));
  CHECK(read("\xEF\xBB\xBF"
             "2\n1\n0.5\n")
            .logits == three);
  CHECK(read("\xEF\xBB\xBF[2, 1, 0.5]").logits == three);
  CHECK(read("2\r1\r0.5\r").logits == three);
  CHECK(read("token\tlogit\r\na\t2\r\nb\t1\r\n").logits == std::vector<double>{2, 1});
}

TEST_CASE("raw floats may be called in capitals") {
  CHECK(read(bytes_of<float>({2, 1, 0.5F}), "x.F32").logits == three);
}

TEST_CASE("JSON that names a token twice is refused") {
  CHECK_THAT(error_of("{\"a\": 1, \"b\": 0, \"a\": 2}"), ContainsSubstring("logits: \"a\" is there twice"));
}

TEST_CASE("what cannot be used as logits is refused in one line") {
  CHECK(error_of("") == "logits: holds no logits");
  CHECK(error_of("[]") == "logits: holds no logits");
  CHECK(error_of("1\nnan\n") == "logits:2: the logit is nan; a finite number is expected, or -inf");
  CHECK(error_of("1\ninf\n") == "logits:2: the logit is inf; a finite number is expected, or -inf");
  CHECK(error_of("-inf\n-inf\n") == "logits: every logit is -inf; a finite one is expected");
  CHECK(error_of("1\ntwo\n") == "logits:2: 'two' is not a number that a double can hold");
  CHECK(error_of("1\n1e999\n") == "logits:2: '1e999' is not a number that a double can hold");
  CHECK(error_of("a\t1\n2\n") == "logits:2: 1 columns, unlike the 2 of the lines before");
  CHECK(error_of("1\na\t2\n") == "logits:2: 2 columns, unlike the 1 of the lines before");
  CHECK(error_of("[1, true]") == "logits: logit 1 is true; a number is expected");
  CHECK(error_of("[1, 2") == "logits: is not valid JSON, or holds a number beyond the range of a double");
  CHECK(error_of("{\"tokens\": [\"a\"], \"logits\": [1, 2]}") ==
        "logits: \"tokens\" must be a list of as many strings as there are logits");
  CHECK(error_of(std::string(8, '\0')) == "logits: is neither text nor .npy; name raw float32 *.f32");
  CHECK(error_of("12345", "x.f32") == "x.f32: holds 5 bytes of numbers; a multiple of 4 is expected");
  CHECK(error_of(npy("<f4", "2, 3", std::string(24, '\0'))) ==
        "logits: is an array of shape (2, 3); one dimension is expected");
  CHECK_THAT(error_of(npy(">f8", "1,", bytes_of<double>({1}))),
             ContainsSubstring("holds values of type >f8"));
  CHECK(error_of(npy("<f8", "2,", bytes_of<double>({1}))) ==
        "logits: has only 8 bytes after its header, which declares 2 of <f8; it is damaged");
  CHECK_THAT(error_of(npy("<f8", "2,", "").substr(0, 40)), ContainsSubstring("ends within the header"));
  CHECK_THAT(message_of<InputError>([] { parse_logits("1,,2"); }), ContainsSubstring("--logits: ''"));
  CHECK_THAT(message_of<InputError>([] { parse_logits(""); }), ContainsSubstring("--logits"));
  const ScratchDirectory scratch;
  CHECK_THAT(message_of<InputError>([&] { read_logits(scratch / "none"); }),
             ContainsSubstring("cannot read: No such"));
  CHECK_THAT(message_of<InputError>([&] { read_logits(scratch.path()); }),
             ContainsSubstring("is a directory"));
}
