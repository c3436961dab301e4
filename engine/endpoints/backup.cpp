#include "engine/endpoints/backup.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <exception>
#include <vector>

#include "engine/endpoints/tree.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr std::size_t piece = 1 << 18;

struct Close {
  void operator()(archive* it) const { ::archive_read_free(it); }
};

// The bytes of the file; of gzip what is in it, because libarchive does not look at
// gzip's checksum.
class Source {
 public:
  Source(const std::string& path, Reporter reporter)
      : path_(path), reporter_(std::move(reporter)), packed_(piece), plain_(piece) {
    auto file = open_file(path);
    if (!file) throw refused(path, ENOENT);
    file_ = std::move(*file);
    fill();
    gzip_ = left() > 1 && packed_[0] == '\x1f' && packed_[1] == '\x8b';
    if (gzip_ && ::inflateInit2(&stream_, 15 + 16) != Z_OK)
      throw Error(Error::Kind::endpoint, path + ": there is no memory to unpack it");
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() {
    if (gzip_) ::inflateEnd(&stream_);
  }

  bool gzip() const { return gzip_; }
  const std::string& problem() const { return problem_; }

  std::string_view next() {
    if (gzip_) return unpacked();
    if (left() == 0) fill();
    const std::string_view bytes(packed_.data() + at_, left());
    at_ = size_;
    return bytes;
  }

 private:
  std::size_t left() const { return size_ - at_; }

  void fill() {
    size_ = read_some(file_, packed_.data(), packed_.size(), path_);
    at_ = 0;
    reporter_.advance(size_);
  }

  std::string_view unpacked() {
    stream_.next_out = reinterpret_cast<Bytef*>(plain_.data());
    stream_.avail_out = static_cast<uInt>(plain_.size());
    while (!ended_ && problem_.empty() && stream_.avail_out > 0) step();
    return {plain_.data(), plain_.size() - stream_.avail_out};
  }

  void step() {
    if (left() == 0) fill();
    if (left() == 0) {
      problem_ = "the compressed data end too early";
      return;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(packed_.data() + at_);
    stream_.avail_in = static_cast<uInt>(left());
    const int code = ::inflate(&stream_, Z_NO_FLUSH);
    at_ = size_ - stream_.avail_in;
    if (code == Z_STREAM_END)
      next_member();
    else if (code != Z_OK)
      problem_ = fmt::format("the compressed data are damaged ({})",
                             stream_.msg ? stream_.msg : "unknown");
  }

  // Several may follow each other; after the last one there may be zeros, as on a tape.
  void next_member() {
    if (left() == 0) fill();
    ended_ = left() == 0;
    if (ended_) return;
    if (packed_[at_] == '\x1f') {
      ::inflateReset(&stream_);
      return;
    }
    for (; left() > 0; fill())
      for (; left() > 0; ++at_)
        if (packed_[at_] != '\0') {
          problem_ = "something else follows the compressed data";
          return;
        }
    ended_ = true;
  }

  std::string path_;
  Reporter reporter_;
  Descriptor file_;
  std::vector<char> packed_, plain_;
  std::size_t at_ = 0, size_ = 0;
  bool gzip_ = false, ended_ = false;
  z_stream stream_ = {};
  std::string problem_;
};

}  // namespace

struct Backup::State {
  State(const std::string& path, Reporter reporter) : source(path, std::move(reporter)) {}

  Source source;
  std::unique_ptr<archive, Close> reader{::archive_read_new()};
  std::exception_ptr thrown;  // no exception may pass through the library
  std::string problem;
  std::int64_t offset = 0;

  static la_ssize_t read(archive*, void* self, const void** bytes) {
    auto* state = static_cast<State*>(self);
    try {
      const auto next = state->source.next();
      *bytes = next.data();
      return static_cast<la_ssize_t>(next.size());
    } catch (...) {
      state->thrown = std::current_exception();
      return -1;
    }
  }

  // What the library said, in plain words.
  void broken() {
    if (thrown) std::rethrow_exception(thrown);
    const char* said = ::archive_error_string(reader.get());
    const std::string why = said ? said : "unknown";
    const bool early = why.find("runcated") != std::string::npos ||
                       why.find("No progress") != std::string::npos;  // xz
    problem = early ? "the packed data end too early" : "the packed data are damaged (" + why + ")";
  }

  // Whether one may go on. What the source complains of comes first: the library only
  // sees that its input ends.
  bool good(int code) {
    if (thrown) std::rethrow_exception(thrown);
    if (!source.problem().empty()) problem = source.problem();
    if (problem.empty() && code != ARCHIVE_OK && code != ARCHIVE_WARN && code != ARCHIVE_EOF)
      broken();
    return problem.empty() && code != ARCHIVE_EOF;
  }
};

Backup::Backup(const std::string& path, Reporter reporter, bool whole)
    : state_(std::make_unique<State>(path, std::move(reporter))) {
  archive* reader = state_->reader.get();
  ::archive_read_support_filter_bzip2(reader);
  ::archive_read_support_filter_xz(reader);
  ::archive_read_support_filter_zstd(reader);
  if (!whole) ::archive_read_support_format_tar(reader);
  ::archive_read_support_format_raw(reader);
  ::archive_read_support_format_empty(reader);
  state_->good(::archive_read_open(reader, state_.get(), nullptr, &State::read, nullptr));
}

Backup::~Backup() = default;

bool Backup::next_entry() {
  if (!state_->problem.empty()) return false;
  archive_entry* entry = nullptr;
  state_->offset = 0;
  return state_->good(::archive_read_next_header(state_->reader.get(), &entry));
}

std::string_view Backup::next_piece() {
  if (!state_->problem.empty()) return {};
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  do {
    const int code = ::archive_read_data_block(state_->reader.get(), &bytes, &size, &offset);
    if (!state_->good(code)) return {};
  } while (size == 0);
  if (offset != state_->offset) {
    state_->problem = "the packed file has holes";
    return {};
  }
  state_->offset += static_cast<std::int64_t>(size);
  return {static_cast<const char*>(bytes), size};
}

std::string Backup::compression() const {
  if (state_->source.gzip()) return "gz";
  switch (::archive_filter_code(state_->reader.get(), 0)) {
    case ARCHIVE_FILTER_BZIP2: return "bz2";
    case ARCHIVE_FILTER_XZ: return "xz";
    case ARCHIVE_FILTER_ZSTD: return "zst";
    default: return "none";
  }
}

bool Backup::in_tar() const {
  return (::archive_format(state_->reader.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

const std::string& Backup::problem() const {
  return state_->problem;
}

}  // namespace interlock
