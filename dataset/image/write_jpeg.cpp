#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>
#include <string_view>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/image/image.h"

namespace selvedge {

namespace {

// From this quality on colour keeps its full resolution: below it eyes and models do not tell.
constexpr int kFullColourQuality = 90;

// libjpeg's state and the compressed bytes, which it keeps in malloc's memory. Failures jump to
// `escape`; so encode() holds no object with a destructor.
class Encoder {
public:
    Encoder() {
        m_info.err = jpeg_std_error(&m_errors);
        m_errors.error_exit = [](j_common_ptr info) {
            Encoder& self = *static_cast<Encoder*>(info->client_data);
            info->err->format_message(info, self.m_text);
            std::longjmp(self.m_escape, 1);
        };
        m_errors.output_message = [](j_common_ptr) {};
        m_info.client_data = this;
    }
    ~Encoder() {
        jpeg_destroy_compress(&m_info);
        std::free(m_bytes);
    }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    bool encode(const Image& image, int quality);
    std::string_view bytes() const { return {reinterpret_cast<const char*>(m_bytes), m_size}; }
    const char* text() const { return m_text; }

private:
    jpeg_compress_struct m_info{};
    jpeg_error_mgr m_errors{};
    std::jmp_buf m_escape{};
    char m_text[JMSG_LENGTH_MAX] = {};
    unsigned char* m_bytes = nullptr;
    unsigned long m_size = 0;
};

bool Encoder::encode(const Image& image, int quality) {
    if (setjmp(m_escape))
        return false;
    jpeg_create_compress(&m_info);
    jpeg_mem_dest(&m_info, &m_bytes, &m_size);
    m_info.image_width = static_cast<JDIMENSION>(image.width);
    m_info.image_height = static_cast<JDIMENSION>(image.height);
    m_info.input_components = 3;
    m_info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&m_info);
    jpeg_set_quality(&m_info, quality, TRUE);
    m_info.optimize_coding = TRUE;
    if (quality >= kFullColourQuality)
        m_info.comp_info[0].h_samp_factor = m_info.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&m_info, TRUE);
    while (m_info.next_scanline < m_info.image_height) {
        // libjpeg takes rows it does not change by a pointer that is not const.
        auto* line = const_cast<JSAMPLE*>(image.rgb.data() +
                                          std::size_t{3} * m_info.next_scanline * image.width);
        jpeg_write_scanlines(&m_info, &line, 1);
    }
    jpeg_finish_compress(&m_info);
    return true;
}

// `what` begins the error's sentence.
std::string encoded(const Image& image, int quality, const std::string& what) {
    if (image.width < 1 || image.height < 1 ||
        image.rgb.size() != std::size_t{3} * image.width * image.height)
        throw Error(ErrorKind::Unsupported, what + " cannot be written: the picture has no pixels");
    Encoder encoder;
    if (!encoder.encode(image, quality))
        throw Error(ErrorKind::Unsupported, what + " cannot be written: " + encoder.text());
    return std::string(encoder.bytes());
}

}  // namespace

void writeJpeg(const std::filesystem::path& file, const Image& image, int quality) {
    writeFileAtomically(file, encoded(image, quality, file.string()));
}

std::string encodeJpeg(const Image& image, int quality) {
    return encoded(image, quality, "A JPEG");
}

}  // namespace selvedge
