// WebP through libwebp: lossy and lossless, with its own scaling while decoding.
#include <webp/decode.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "dataset/error.h"
#include "dataset/image/codecs.h"

namespace selvedge::codecs {

namespace {

// The compressed bytes are held whole; a picture of 200 megapixels that does not compress at all
// is not expected.
constexpr std::uint64_t kMaxBytes = 256 << 20;
// Enough for the header of any file but one with a large colour profile before its pixels.
constexpr std::uint64_t kHeaderBytes = 4096;

const char* textOf(VP8StatusCode status) {
    switch (status) {
        case VP8_STATUS_NOT_ENOUGH_DATA:
        case VP8_STATUS_SUSPENDED:
            return "it is cut short";
        case VP8_STATUS_UNSUPPORTED_FEATURE:
            return "it uses a feature that libwebp does not know";
        default:
            return "its content is damaged";
    }
}

// From the start of the file, at most `limit` bytes.
std::vector<std::uint8_t> bytesOf(Source& source, std::uint64_t limit) {
    std::rewind(source.file.get());
    std::vector<std::uint8_t> bytes(
        static_cast<std::size_t>(std::min<std::uint64_t>(source.bytes, limit)));
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), source.file.get()));
    if (std::ferror(source.file.get()))
        throw Error(ErrorKind::Unreadable,
                    source.path.string() + " cannot be read: " + std::strerror(errno));
    return bytes;
}

WebPBitstreamFeatures featuresOf(const Source& source, const std::vector<std::uint8_t>& bytes) {
    WebPBitstreamFeatures features{};
    const VP8StatusCode status = WebPGetFeatures(bytes.data(), bytes.size(), &features);
    if (status != VP8_STATUS_OK)
        failBadFormat(source, "WebP", textOf(status));
    return features;
}

std::vector<std::uint8_t> wholeFile(Source& source) {
    if (source.bytes > kMaxBytes)
        throw Error(ErrorKind::Unsupported,
                    source.path.string() +
                        " is larger than 256 MiB, more than is read of a WebP; convert it to a "
                        "JPEG or a PNG");
    return bytesOf(source, kMaxBytes);
}

// The pixels go straight into our memory; libwebp frees nothing but its own.
class Output {
public:
    Output() { m_valid = WebPInitDecoderConfig(&config) != 0; }
    ~Output() { WebPFreeDecBuffer(&config.output); }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    bool valid() const { return m_valid; }

    WebPDecoderConfig config{};

private:
    bool m_valid = false;
};

}  // namespace

ImageSize readWebpSize(Source& source) {
    std::vector<std::uint8_t> bytes = bytesOf(source, kHeaderBytes);
    WebPBitstreamFeatures features{};
    if (WebPGetFeatures(bytes.data(), bytes.size(), &features) == VP8_STATUS_NOT_ENOUGH_DATA &&
        source.bytes > bytes.size())
        bytes = wholeFile(source);
    features = featuresOf(source, bytes);
    return {features.width, features.height};
}

Image readWebp(Source& source, std::optional<int> shortestSide) {
    const std::vector<std::uint8_t> bytes = wholeFile(source);
    const WebPBitstreamFeatures features = featuresOf(source, bytes);
    checkSize(source, static_cast<std::uint64_t>(features.width),
              static_cast<std::uint64_t>(features.height));
    if (features.has_animation)
        throw Error(ErrorKind::Unsupported, source.path.string() +
                                                " is an animated WebP; save the one frame that "
                                                "the masks belong to as a picture");
    Output output;
    if (!output.valid())
        throw Error(ErrorKind::Internal,
                    "The libwebp that is installed is not the one that "
                    "Selvedge was built with; install Selvedge again");
    WebPDecoderConfig& config = output.config;
    Image image{features.width, features.height, {}};
    const int shortest = std::min(image.width, image.height);
    if (shortestSide && *shortestSide > 0 && *shortestSide < shortest) {
        // Rounded up, so that the other side too is never smaller than in proportion.
        const auto reduced = [&](int side) {
            return static_cast<int>((std::int64_t{side} * *shortestSide + shortest - 1) / shortest);
        };
        image.width = reduced(image.width);
        image.height = reduced(image.height);
        config.options.use_scaling = 1;
        config.options.scaled_width = image.width;
        config.options.scaled_height = image.height;
    }
    image.rgb.resize(std::size_t{3} * image.width * image.height);
    config.output.colorspace = MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = image.rgb.data();
    config.output.u.RGBA.stride = 3 * image.width;
    config.output.u.RGBA.size = image.rgb.size();
    const VP8StatusCode status = WebPDecode(bytes.data(), bytes.size(), &config);
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        throw std::bad_alloc();
    if (status != VP8_STATUS_OK)
        failBadFormat(source, "WebP", textOf(status));
    return image;
}

}  // namespace selvedge::codecs
