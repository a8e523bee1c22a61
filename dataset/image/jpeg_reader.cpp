// JPEG through libjpeg-turbo's classic interface: slow integer DCT, smooth upsampling.
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>
// After jpeglib.h, which it needs.
#include <jerror.h>

#include <algorithm>
#include <csetjmp>
#include <new>

#include "dataset/image/codecs.h"

namespace selvedge::codecs {

namespace {

// A progressive file may hold thousands of scans that each cost a pass over all pixels; pictures
// that cameras and tools write have about ten.
constexpr int kMaxScans = 200;
// ... and large ones fewer: as many as make 20 passes over 200 megapixels.
constexpr std::int64_t kMaxScannedPixels = 20 * std::int64_t{200'000'000};
// A block of 8 x 8 costs a JPEG a bit at least, 512 pixels a byte. Four times that leaves room for
// files cut short, whose rest is grey, and for arithmetic coding.
constexpr std::uint64_t kMostPixelsPerByte = 2048;

// libjpeg's state with its error handler. What fails inside libjpeg jumps to `escape` with the
// reason in `text`; so the functions below that set the jump hold no object with a destructor.
class Decoder {
public:
    explicit Decoder(std::FILE* file) : m_file(file) {
        m_info.err = jpeg_std_error(&m_errors);
        m_errors.error_exit = [](j_common_ptr info) {
            Decoder& self = of(info);
            info->err->format_message(info, self.m_text);
            std::longjmp(self.m_escape, 1);
        };
        m_errors.emit_message = [](j_common_ptr info, int level) {
            if (level >= 0)
                return;
            ++info->err->num_warnings;
            const int code = info->err->msg_code;
            if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)
                of(info).m_truncated = true;
        };
        m_errors.output_message = [](j_common_ptr) {};
        m_progress.progress_monitor = [](j_common_ptr info) {
            Decoder& self = of(info);
            const std::int64_t pixels = std::int64_t{self.width()} * self.height();
            const auto most = static_cast<int>(std::min<std::int64_t>(
                kMaxScans, kMaxScannedPixels / std::max<std::int64_t>(pixels, 1)));
            if (self.m_info.input_scan_number > most) {
                std::snprintf(self.m_text, sizeof self.m_text, "it has more than %d scans", most);
                std::longjmp(self.m_escape, 1);
            }
        };
        m_info.client_data = this;
    }
    ~Decoder() { jpeg_destroy_decompress(&m_info); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    // Each step returns false when it failed, with the reason in text().
    bool readHeader();
    bool start(int shortestSide);
    bool readLines(Image& image, JSAMPLE* cmykLine);

    int width() const { return static_cast<int>(m_info.image_width); }
    int height() const { return static_cast<int>(m_info.image_height); }
    int outputWidth() const { return static_cast<int>(m_info.output_width); }
    int outputHeight() const { return static_cast<int>(m_info.output_height); }
    bool isCmyk() const { return m_info.out_color_space == JCS_CMYK; }
    bool truncated() const { return m_truncated; }
    const char* text() const { return m_text; }

private:
    static Decoder& of(j_common_ptr info) { return *static_cast<Decoder*>(info->client_data); }

    jpeg_decompress_struct m_info{};
    jpeg_error_mgr m_errors{};
    jpeg_progress_mgr m_progress{};
    std::jmp_buf m_escape{};
    char m_text[JMSG_LENGTH_MAX] = {};
    std::FILE* m_file;
    bool m_truncated = false;
};

bool Decoder::readHeader() {
    if (setjmp(m_escape))
        return false;
    jpeg_create_decompress(&m_info);
    m_info.progress = &m_progress;
    jpeg_stdio_src(&m_info, m_file);
    jpeg_read_header(&m_info, TRUE);
    return true;
}

bool Decoder::start(int shortestSide) {
    if (setjmp(m_escape))
        return false;
    const bool cmyk = m_info.jpeg_color_space == JCS_CMYK || m_info.jpeg_color_space == JCS_YCCK;
    m_info.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    m_info.scale_num = 1;
    for (m_info.scale_denom = shortestSide > 0 ? 8 : 1;; m_info.scale_denom /= 2) {
        jpeg_calc_output_dimensions(&m_info);
        if (m_info.scale_denom == 1 || std::min(outputWidth(), outputHeight()) >= shortestSide)
            break;
    }
    jpeg_start_decompress(&m_info);
    return true;
}

// Ink to light. Files with Adobe's marker, nearly all that exist, store CMYK inverted.
void rgbFromCmyk(const JSAMPLE* cmyk, int width, bool inverted, std::uint8_t* rgb) {
    for (int x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
        const int light = inverted ? cmyk[3] : 255 - cmyk[3];
        for (int c = 0; c < 3; ++c) {
            const int channel = inverted ? cmyk[c] : 255 - cmyk[c];
            rgb[c] = static_cast<std::uint8_t>((channel * light + 127) / 255);
        }
    }
}

bool Decoder::readLines(Image& image, JSAMPLE* cmykLine) {
    if (setjmp(m_escape))
        return false;
    while (m_info.output_scanline < m_info.output_height) {
        std::uint8_t* target =
            image.rgb.data() + std::size_t{3} * m_info.output_scanline * m_info.output_width;
        JSAMPLE* line = cmykLine ? cmykLine : target;
        jpeg_read_scanlines(&m_info, &line, 1);
        if (cmykLine)
            rgbFromCmyk(cmykLine, outputWidth(), m_info.saw_Adobe_marker, target);
    }
    jpeg_finish_decompress(&m_info);
    return true;
}

}  // namespace

ImageSize readJpegSize(Source& source) {
    Decoder decoder(source.file.get());
    if (!decoder.readHeader())
        failBadFormat(source, "JPEG", decoder.text());
    return {decoder.width(), decoder.height()};
}

Image readJpeg(Source& source, std::optional<int> shortestSide, bool& truncated) {
    Decoder decoder(source.file.get());
    if (!decoder.readHeader())
        failBadFormat(source, "JPEG", decoder.text());
    checkSize(source, static_cast<std::uint64_t>(decoder.width()),
              static_cast<std::uint64_t>(decoder.height()));
    checkHolds(source, "JPEG",
               static_cast<std::uint64_t>(decoder.width()) *
                   static_cast<std::uint64_t>(decoder.height()) / kMostPixelsPerByte);
    if (!decoder.start(shortestSide.value_or(0)))
        failBadFormat(source, "JPEG", decoder.text());
    Image image;
    image.width = decoder.outputWidth();
    image.height = decoder.outputHeight();
    image.rgb.resize(std::size_t{3} * decoder.outputWidth() * decoder.outputHeight());
    std::vector<JSAMPLE> cmykLine(decoder.isCmyk() ? std::size_t{4} * decoder.outputWidth() : 0);
    if (!decoder.readLines(image, cmykLine.empty() ? nullptr : cmykLine.data()))
        failBadFormat(source, "JPEG", decoder.text());
    truncated = decoder.truncated();
    return image;
}

}  // namespace selvedge::codecs
